package dev.latchkey.spring;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * Makes the clients that {@link ClientHttpRequestFactoryBuilder#jdk()} makes, with the credentials
 * of a keyring. That one cannot be used: it makes its {@link HttpClient} itself.
 */
final class KeyringRequestFactoryBuilder
    implements ClientHttpRequestFactoryBuilder<JdkClientHttpRequestFactory> {
  private final Keyring keyring;
  private final @Nullable Executor executor;

  KeyringRequestFactoryBuilder(Keyring keyring, @Nullable Executor executor) {
    this.keyring = keyring;
    this.executor = executor;
  }

  @Override
  public JdkClientHttpRequestFactory build(@Nullable HttpClientSettings given) {
    HttpClientSettings settings = given == null ? HttpClientSettings.defaults() : given;
    HttpClient.Builder client = KeyringHttpClient.newBuilder(keyring);
    if (executor != null) {
      client.executor(executor);
    }
    if (settings.connectTimeout() != null) {
      client.connectTimeout(settings.connectTimeout());
    }
    // Followed unless set otherwise, as by Spring's own client.
    client.followRedirects(
        settings.redirects() == HttpRedirects.DONT_FOLLOW
            ? HttpClient.Redirect.NEVER
            : HttpClient.Redirect.NORMAL);
    if (settings.sslBundle() != null) {
      client.sslContext(settings.sslBundle().createSslContext());
      client.sslParameters(parameters(settings.sslBundle().getOptions()));
    }
    JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client.build());
    if (settings.readTimeout() != null) {
      factory.setReadTimeout(settings.readTimeout());
    }
    return factory;
  }

  private static SSLParameters parameters(SslOptions options) {
    SSLParameters parameters = new SSLParameters();
    parameters.setCipherSuites(options.getCiphers());
    parameters.setProtocols(options.getEnabledProtocols());
    return parameters;
  }
}
