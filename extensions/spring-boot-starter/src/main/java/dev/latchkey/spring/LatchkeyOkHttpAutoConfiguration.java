package dev.latchkey.spring;

import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Configures an {@link OkHttpClient} with the credentials of the keyring, if OkHttp and {@code
 * latchkey-okhttp-interceptor} are present. It has the settings {@code spring.http.clients.*}, and
 * is customized by the {@link OkHttpClientBuilderCustomizer} beans. Backs off if the application
 * has its own {@link OkHttpClient} (with a warning if that has no keyring), or sets {@code
 * latchkey.http-clients.enabled} to false.
 */
@AutoConfiguration(after = {LatchkeyAutoConfiguration.class, HttpClientAutoConfiguration.class})
@ConditionalOnClass({OkHttpClient.class, KeyringInterceptor.class})
@ConditionalOnBean(Keyring.class)
@ConditionalOnProperty(name = "latchkey.http-clients.enabled", matchIfMissing = true)
public final class LatchkeyOkHttpAutoConfiguration {

  /** Called by Spring. */
  LatchkeyOkHttpAutoConfiguration() {}

  // First, so that the only client there can be is the application's own.
  @Bean
  @ConditionalOnBean(OkHttpClient.class)
  OtherOkHttpWarning latchkeyOtherOkHttpWarning(
      ObjectProvider<OriginSchemes> schemes, ConfigurableListableBeanFactory beans) {
    return new OtherOkHttpWarning(schemes, beans);
  }

  @Bean
  @ConditionalOnMissingBean(OkHttpClient.class)
  OkHttpCloser latchkeyOkHttpCloser() {
    return new OkHttpCloser();
  }

  @Bean
  @ConditionalOnMissingBean
  OkHttpClient keyringOkHttpClient(
      OkHttpCloser closer,
      Keyring keyring,
      ObjectProvider<HttpClientSettings> settings,
      ObjectProvider<OkHttpClientBuilderCustomizer> customizers) {
    OkHttpClient.Builder client = closer.newBuilder();
    settings.ifAvailable(given -> OkHttpSettings.apply(given, client));
    customizers.orderedStream().forEach(customizer -> customizer.customize(client));
    // Last, so that it signs the changes of other interceptors, and they do not see credentials.
    return KeyringInterceptor.install(client, keyring).build();
  }
}
