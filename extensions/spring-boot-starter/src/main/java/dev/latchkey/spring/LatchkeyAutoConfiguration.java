package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Configures a {@link Keyring} from the properties {@code latchkey.*} and from the beans with
 * {@link LatchkeyOrigin}, unless the application has its own keyring. All beans of type {@link
 * KeyringListener} are its listeners; a single {@link Clock} bean is its clock.
 */
@AutoConfiguration
@EnableConfigurationProperties(LatchkeyProperties.class)
public final class LatchkeyAutoConfiguration {

  /** Called by Spring. */
  LatchkeyAutoConfiguration() {}

  // First, so that the only keyring there can be is the application's own.
  @Bean
  @ConditionalOnBean(value = Keyring.class, search = SearchStrategy.CURRENT)
  OwnKeyringCheck latchkeyOwnKeyringCheck(
      LatchkeyProperties properties, ConfigurableListableBeanFactory beans) {
    return new OwnKeyringCheck(properties, beans);
  }

  @Bean
  @ConditionalOnMissingBean(Keyring.class)
  OriginSchemes latchkeyOriginSchemes(
      LatchkeyProperties properties,
      ConfigurableEnvironment environment,
      ConfigurableListableBeanFactory beans) {
    KnownProperties.check(environment);
    OriginSchemes schemes = new OriginSchemes();
    Secrets secrets = new Secrets(environment);
    int index = 0;
    for (OriginProperties origin : properties.origins()) {
      schemes.add(OriginScheme.of("latchkey.origins[" + index++ + "]", origin, secrets));
    }
    for (String bean : beans.getBeanNamesForAnnotation(LatchkeyOrigin.class)) {
      LatchkeyOrigin bound = beans.findAnnotationOnBean(bean, LatchkeyOrigin.class);
      if (bound == null) {
        continue;
      }
      for (String url : bound.value()) {
        schemes.add(
            OriginScheme.ofBean(
                bean,
                environment.resolveRequiredPlaceholders(url),
                bound.insecure(),
                beans.getBean(bean, AuthScheme.class)));
      }
    }
    return schemes;
  }

  @Bean
  @ConditionalOnMissingBean(Keyring.class)
  KeyringCloser latchkeyKeyringCloser() {
    return new KeyringCloser();
  }

  @Bean
  @ConditionalOnMissingBean(Keyring.class)
  SecretWatch latchkeySecretWatch(OriginSchemes schemes) {
    return new SecretWatch(schemes, Duration.ofMinutes(1));
  }

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  Keyring latchkeyKeyring(
      OriginSchemes schemes,
      LatchkeyProperties properties,
      ObjectProvider<KeyringListener> listeners,
      ObjectProvider<Clock> clock,
      KeyringCloser closer,
      SecretWatch watch) {
    Keyring.Builder keyring =
        Keyring.builder().listener(listeners.orderedStream().toArray(KeyringListener[]::new));
    schemes.addTo(keyring);
    clock.ifUnique(keyring::clock);
    if (properties.issueTimeout() != null) {
      try {
        keyring.issueTimeout(properties.issueTimeout());
      } catch (IllegalArgumentException e) {
        throw LatchkeyPropertyException.of("latchkey.issue-timeout", e);
      }
    }
    Keyring made = keyring.build();
    closer.closes(made);
    watch.start(made);
    return made;
  }
}
