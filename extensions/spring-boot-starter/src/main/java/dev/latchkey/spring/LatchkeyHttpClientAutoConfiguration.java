package dev.latchkey.spring;

import dev.latchkey.Keyring;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Adds the credentials of the keyring to the requests of each {@code RestClient.Builder}, {@code
 * RestTemplateBuilder} and HTTP interface client that Spring Boot configures. Backs off if the
 * application has its own {@link ClientHttpRequestFactoryBuilder} or chooses another client by
 * {@code spring.http.clients.imperative.factory}, which a warning reports, or sets {@code
 * latchkey.http-clients.enabled} to false.
 */
@AutoConfiguration(
    after = LatchkeyAutoConfiguration.class,
    before = ImperativeHttpClientAutoConfiguration.class)
@ConditionalOnProperty(name = "latchkey.http-clients.enabled", matchIfMissing = true)
public final class LatchkeyHttpClientAutoConfiguration {

  /** Called by Spring. */
  LatchkeyHttpClientAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(ClientHttpRequestFactoryBuilder.class)
  @ConditionalOnProperty(
      name = OtherClientWarning.FACTORY,
      havingValue = "jdk",
      matchIfMissing = true)
  KeyringRequestFactoryBuilder keyringRequestFactoryBuilder(
      ObjectProvider<Keyring> keyring,
      ObjectProvider<KeyringCloser> closer,
      Environment environment) {
    // Created now, so that it is destroyed after the beans that have a client.
    var unused = closer.getIfAvailable();
    return new KeyringRequestFactoryBuilder(
        keyring,
        Threading.VIRTUAL.isActive(environment)
            ? new VirtualThreadTaskExecutor("httpclient-")
            : null);
  }

  // After the builder, so that it is known whether there is one.
  @Bean
  @ConditionalOnBean(Keyring.class)
  @ConditionalOnMissingBean(KeyringRequestFactoryBuilder.class)
  OtherClientWarning latchkeyOtherClientWarning(
      ObjectProvider<OriginSchemes> schemes,
      ConfigurableListableBeanFactory beans,
      Environment environment) {
    return new OtherClientWarning(schemes, beans, environment);
  }
}
