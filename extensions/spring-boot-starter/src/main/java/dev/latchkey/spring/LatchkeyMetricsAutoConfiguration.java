package dev.latchkey.spring;

import dev.latchkey.micrometer.KeyringMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Configures the meters of {@code latchkey-micrometer}, if it and a {@link MeterRegistry} are
 * present.
 */
@AutoConfiguration(
    after = LatchkeyAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure"
          + ".CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass({KeyringMetrics.class, MeterRegistry.class})
@ConditionalOnBean(MeterRegistry.class)
public final class LatchkeyMetricsAutoConfiguration {

  /** Called by Spring. */
  LatchkeyMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  KeyringMetrics latchkeyKeyringMetrics(ObjectProvider<Clock> clock) {
    return new KeyringMetrics(clock.getIfUnique(Clock::systemUTC));
  }
}
