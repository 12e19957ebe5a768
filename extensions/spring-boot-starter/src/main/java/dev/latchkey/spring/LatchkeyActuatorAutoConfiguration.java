package dev.latchkey.spring;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Configures the endpoint {@code latchkey}, if the application has the actuator and exposes it. */
@AutoConfiguration(after = LatchkeyHealthAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(OriginSchemes.class)
public final class LatchkeyActuatorAutoConfiguration {

  /** Called by Spring. */
  LatchkeyActuatorAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  KeyringState latchkeyKeyringState(ObjectProvider<Clock> clock) {
    return new KeyringState(clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnAvailableEndpoint
  LatchkeyEndpoint latchkeyEndpoint(OriginSchemes schemes, KeyringState state) {
    return new LatchkeyEndpoint(schemes, state);
  }

  @Bean
  SanitizingFunction latchkeySecretProperties() {
    return new SecretProperties();
  }
}
