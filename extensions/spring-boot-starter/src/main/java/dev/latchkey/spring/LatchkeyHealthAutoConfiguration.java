package dev.latchkey.spring;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Configures the health of the keyring, unless {@code management.health.latchkey.enabled} is false.
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(OriginSchemes.class)
public final class LatchkeyHealthAutoConfiguration {

  /** Called by Spring. */
  LatchkeyHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  KeyringState latchkeyKeyringState(ObjectProvider<Clock> clock) {
    return new KeyringState(clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  // Not on the class: a condition that is not on the class path cannot be evaluated.
  @ConditionalOnEnabledHealthIndicator("latchkey")
  @ConditionalOnMissingBean(name = "latchkeyHealthIndicator")
  HealthIndicator latchkeyHealthIndicator(KeyringState state) {
    return new KeyringHealthIndicator(state);
  }
}
