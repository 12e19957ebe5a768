package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.micrometer.KeyringMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * When the endpoint, the health indicator and the meters are there, and what other endpoints show.
 */
class ActuatorConditionsTest {
  @Configuration(proxyBeanMethods = false)
  static class Registry {
    @Bean
    MeterRegistry registry() {
      return new SimpleMeterRegistry();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnKeyring {
    @Bean
    Keyring own() {
      return Keyring.builder().build();
    }
  }

  @Test
  void eachCanBeSwitchedOff() {
    ActuatorTest.runner()
        .withPropertyValues(
            "management.health.latchkey.enabled=false", "management.endpoint.latchkey.access=NONE")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(HealthIndicator.class)
                    .doesNotHaveBean(LatchkeyEndpoint.class)
                    .hasSingleBean(Keyring.class));
  }

  @Test
  void backOffIfTheApplicationHasItsOwnKeyring() {
    ActuatorTest.withoutVendor()
        .withUserConfiguration(OwnKeyring.class)
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(HealthIndicator.class)
                    .doesNotHaveBean(LatchkeyEndpoint.class));
  }

  @Test
  void keyringNeedsNeitherActuatorNorMicrometer() {
    ActuatorTest.runner()
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "org.springframework.boot.micrometer",
                "dev.latchkey.micrometer",
                "io.micrometer"))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Keyring.class)
                    .doesNotHaveBean("latchkeyEndpoint")
                    .doesNotHaveBean("latchkeyHealthIndicator")
                    .doesNotHaveBean("latchkeyKeyringMetrics"));
  }

  @Test
  void metersAreThereWithARegistry() {
    ActuatorTest.runner().run(context -> assertThat(context).doesNotHaveBean(KeyringMetrics.class));
    ActuatorTest.runner()
        .withUserConfiguration(Registry.class)
        .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
        .run(
            context -> {
              ActuatorTest.acme(context.getBean(Keyring.class));
              assertThat(
                      context
                          .getBean(MeterRegistry.class)
                          .get("latchkey.issues")
                          .tag("origin", "acme.test")
                          .tag("outcome", "success")
                          .tag("background", "false")
                          .timer()
                          .count())
                  .isEqualTo(1);
            });
  }

  @Test
  void secretPropertiesAreHiddenFromOtherEndpoints() {
    ActuatorTest.runner()
        .run(
            context -> {
              SanitizingFunction function = context.getBean(SanitizingFunction.class);
              for (String secret :
                  new String[] {
                    "latchkey.origins[0].header.value",
                    "LATCHKEY_ORIGINS_0_HEADER_VALUE",
                    "latchkey.origins[12].clientCredentials.client-secret"
                  }) {
                assertThat(sanitized(function, secret)).as(secret).isEqualTo("******");
              }
              for (String shown :
                  new String[] {"latchkey.origins[0].header.name", "other.header.value"}) {
                assertThat(sanitized(function, shown)).as(shown).isEqualTo("v");
              }
            });
  }

  private static Object sanitized(SanitizingFunction function, String key) {
    return function.apply(new SanitizableData(null, key, "v")).getValue();
  }
}
