package dev.latchkey.spring;

import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/** Applies Spring Boot's settings of HTTP clients, which it no longer applies to OkHttp itself. */
final class OkHttpSettings {
  private OkHttpSettings() {}

  static void apply(HttpClientSettings settings, OkHttpClient.Builder client) {
    if (settings.connectTimeout() != null) {
      client.connectTimeout(settings.connectTimeout());
    }
    if (settings.readTimeout() != null) {
      client.readTimeout(settings.readTimeout());
    }
    if (settings.redirects() == HttpRedirects.DONT_FOLLOW) {
      client.followRedirects(false);
    }
    if (settings.sslBundle() != null) {
      apply(settings.sslBundle(), client);
    }
  }

  private static void apply(SslBundle bundle, OkHttpClient.Builder client) {
    for (TrustManager manager : bundle.getManagers().getTrustManagers()) {
      if (manager instanceof X509TrustManager trusted) {
        client.sslSocketFactory(bundle.createSslContext().getSocketFactory(), trusted);
      }
    }
    SslOptions options = bundle.getOptions();
    if (options.isSpecified()) {
      ConnectionSpec.Builder spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS);
      if (options.getCiphers() != null) {
        spec.cipherSuites(options.getCiphers());
      }
      if (options.getEnabledProtocols() != null) {
        spec.tlsVersions(options.getEnabledProtocols());
      }
      client.connectionSpecs(List.of(spec.build(), ConnectionSpec.CLEARTEXT));
    }
  }
}
