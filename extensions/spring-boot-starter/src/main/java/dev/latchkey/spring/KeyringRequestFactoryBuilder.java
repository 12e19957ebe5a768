package dev.latchkey.spring;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Creates clients like those of {@link ClientHttpRequestFactoryBuilder#jdk()}, with the credentials
 * of a keyring. That builder cannot be used: it creates its {@link HttpClient} itself.
 *
 * <p>The keyring is looked up at the first request, because one of its schemes may be a bean that
 * fetches tokens with a client of this builder.
 */
final class KeyringRequestFactoryBuilder
    implements ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> {
  private final ObjectProvider<Keyring> keyring;
  private final @Nullable Executor executor;

  KeyringRequestFactoryBuilder(ObjectProvider<Keyring> keyring, @Nullable Executor executor) {
    this.keyring = keyring;
    this.executor = executor;
  }

  @Override
  public ClientHttpRequestFactory build(@Nullable HttpClientSettings settings) {
    SingletonSupplier<ClientHttpRequestFactory> factory =
        SingletonSupplier.of(
            () -> factory(settings == null ? HttpClientSettings.defaults() : settings));
    return (uri, method) -> RepeatableRequest.of(factory.obtain().createRequest(uri, method));
  }

  private ClientHttpRequestFactory factory(HttpClientSettings settings) {
    HttpClient.Builder client = KeyringHttpClient.newBuilder(keyring.getObject());
    if (executor != null) {
      client.executor(executor);
    }
    if (settings.connectTimeout() != null) {
      client.connectTimeout(settings.connectTimeout());
    }
    // Follows redirects by default, as Spring's own client does.
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
