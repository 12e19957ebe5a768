package dev.latchkey.benchmarks;

import java.net.Proxy;
import java.net.ProxySelector;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/** What a chain has and no interceptor here asks for. */
abstract class UnusedChain implements Interceptor.Chain {
  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("not in a benchmark");
  }

  @Override
  public int connectTimeoutMillis() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withConnectTimeout(int timeout, TimeUnit unit) {
    throw unused();
  }

  @Override
  public int readTimeoutMillis() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withReadTimeout(int timeout, TimeUnit unit) {
    throw unused();
  }

  @Override
  public int writeTimeoutMillis() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withWriteTimeout(int timeout, TimeUnit unit) {
    throw unused();
  }

  @Override
  public boolean getFollowSslRedirects() {
    throw unused();
  }

  @Override
  public boolean getFollowRedirects() {
    throw unused();
  }

  @Override
  public boolean getRetryOnConnectionFailure() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withRetryOnConnectionFailure(boolean retry) {
    throw unused();
  }

  @Override
  public Dns getDns() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withDns(Dns dns) {
    throw unused();
  }

  @Override
  public SocketFactory getSocketFactory() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withSocketFactory(SocketFactory socketFactory) {
    throw unused();
  }

  @Override
  public Authenticator getAuthenticator() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withAuthenticator(Authenticator authenticator) {
    throw unused();
  }

  @Override
  public CookieJar getCookieJar() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withCookieJar(CookieJar cookieJar) {
    throw unused();
  }

  @Override
  public @Nullable Cache getCache() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withCache(@Nullable Cache cache) {
    throw unused();
  }

  @Override
  public @Nullable Proxy getProxy() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withProxy(@Nullable Proxy proxy) {
    throw unused();
  }

  @Override
  public ProxySelector getProxySelector() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withProxySelector(ProxySelector proxySelector) {
    throw unused();
  }

  @Override
  public Authenticator getProxyAuthenticator() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withProxyAuthenticator(Authenticator authenticator) {
    throw unused();
  }

  @Override
  public HostnameVerifier getHostnameVerifier() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withHostnameVerifier(HostnameVerifier hostnameVerifier) {
    throw unused();
  }

  @Override
  public CertificatePinner getCertificatePinner() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withCertificatePinner(CertificatePinner certificatePinner) {
    throw unused();
  }

  @Override
  public ConnectionPool getConnectionPool() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withConnectionPool(ConnectionPool connectionPool) {
    throw unused();
  }

  @Override
  public @Nullable SSLSocketFactory getSslSocketFactoryOrNull() {
    throw unused();
  }

  @Override
  public @Nullable X509TrustManager getX509TrustManagerOrNull() {
    throw unused();
  }

  @Override
  public Interceptor.Chain withSslSocketFactory(
      @Nullable SSLSocketFactory factory, @Nullable X509TrustManager manager) {
    throw unused();
  }

  @Override
  public EventListener getEventListener() {
    throw unused();
  }
}
