package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.Keyring;
import dev.latchkey.Origin;
import dev.latchkey.checks.SecretSweep;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** What the endpoint and the health indicator show. */
class ActuatorTest {
  @TempDir Path folder;

  @Configuration(proxyBeanMethods = false)
  static class Vendor {
    final AtomicBoolean broken = new AtomicBoolean();

    @Bean
    ManualClock clock() {
      return ManualClock.at("2026-01-01T00:00:00Z");
    }

    @Bean
    @LatchkeyOrigin("https://acme.test")
    AuthScheme acme() {
      AuthScheme header = AuthScheme.header("x", SecretSweep.SECRET);
      return AuthScheme.computed(
          context -> {
            if (broken.get()) {
              throw new IOException(SecretSweep.SECRET);
            }
            return header.issue(context).reusableUntil(context.now().plusSeconds(60));
          });
    }
  }

  @Test
  void endpointShowsAgeAndTimeLeft() {
    Path key = Contexts.write(folder.resolve("key-1.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    runner()
        .withPropertyValues(
            "latchkey.origins[0].url=https://api.test",
            "latchkey.origins[0].authgear.project-id=myapp",
            "latchkey.origins[0].authgear.key-file=" + key)
        .run(
            context -> {
              LatchkeyEndpoint endpoint = context.getBean(LatchkeyEndpoint.class);
              assertThat(endpoint.origins().origins())
                  .containsExactly(
                      new LatchkeyEndpoint.OriginState(
                          "https://api.test", "authgear", "key-1", null, null, null, null),
                      new LatchkeyEndpoint.OriginState(
                          "https://acme.test", "bean", null, null, null, null, null));

              acme(context.getBean(Keyring.class));
              context.getBean(ManualClock.class).advance(Duration.ofSeconds(10));
              assertThat(endpoint.origins().origins().get(1))
                  .isEqualTo(
                      new LatchkeyEndpoint.OriginState(
                          "https://acme.test",
                          "bean",
                          null,
                          Duration.ofSeconds(10),
                          Duration.ofSeconds(50),
                          null,
                          null));
            });
  }

  @Test
  void failureIsShownUntilACredentialIsIssued() {
    runner()
        .run(
            context -> {
              Keyring keyring = context.getBean(Keyring.class);
              HealthIndicator health = context.getBean(HealthIndicator.class);
              LatchkeyEndpoint endpoint = context.getBean(LatchkeyEndpoint.class);
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);

              context.getBean(Vendor.class).broken.set(true);
              assertThat(catchThrowable(() -> acme(keyring))).isNotNull();
              Health down = health.health();
              assertThat(down.getStatus()).isEqualTo(Status.DOWN);
              assertThat(down.getDetails()).containsOnlyKeys("https://acme.test");
              Map<?, ?> detail = (Map<?, ?>) down.getDetails().get("https://acme.test");
              Instant now = context.getBean(ManualClock.class).instant();
              assertThat((Instant) detail.get("nextTry")).isAfter(now);
              var state = endpoint.origins().origins().get(0);
              assertThat(state.nextTry()).isEqualTo(detail.get("nextTry"));
              assertThat(state.lastFailure())
                  .isEqualTo(detail.get("failure"))
                  .startsWith("No credential for https://acme.test");
              SecretSweep.assertShowsNoSecret(down.toString() + state);

              context.getBean(Vendor.class).broken.set(false);
              keyring.forget("https://acme.test");
              acme(keyring);
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);
              assertThat(endpoint.origins().origins().get(0).nextTry()).isNull();
            });
  }

  @Test
  void failureThatNothingFollowsDoesNotKeepHealthDown() {
    runner()
        .run(
            context -> {
              HealthIndicator health = context.getBean(HealthIndicator.class);
              context.getBean(Vendor.class).broken.set(true);
              assertThat(catchThrowable(() -> acme(context.getBean(Keyring.class)))).isNotNull();
              ManualClock clock = context.getBean(ManualClock.class);
              clock.advance(Duration.ofSeconds(50));
              assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);

              // As where a load balancer sends no request to what is down.
              clock.advance(Duration.ofSeconds(30));
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);
              assertThat(
                      context
                          .getBean(LatchkeyEndpoint.class)
                          .origins()
                          .origins()
                          .get(0)
                          .lastFailure())
                  .isNotNull();
            });
  }

  @Test
  void failureDoesNotTakeHealthDownWhileTheCredentialBeforeServes() {
    runner()
        .run(
            context -> {
              Keyring keyring = context.getBean(Keyring.class);
              HealthIndicator health = context.getBean(HealthIndicator.class);
              ManualClock clock = context.getBean(ManualClock.class);
              Instant end = clock.instant().plusSeconds(60);
              acme(keyring);
              context.getBean(Vendor.class).broken.set(true);
              // Within the margin, in which a call waits for another one.
              clock.advance(Duration.ofSeconds(58));
              acme(keyring);

              Health up = health.health();
              assertThat(up.getStatus()).isEqualTo(Status.UP);
              Map<?, ?> detail = (Map<?, ?>) up.getDetails().get("https://acme.test");
              assertThat(detail.get("usableUntil")).isEqualTo(end);
              assertThat(detail.get("failure").toString())
                  .startsWith("No credential for https://acme.test");
              SecretSweep.assertShowsNoSecret(up.toString());

              clock.advance(Duration.ofSeconds(2));
              Health down = health.health();
              assertThat(down.getStatus()).isEqualTo(Status.DOWN);
              assertThat(((Map<?, ?>) down.getDetails().get("https://acme.test")).keySet())
                  .extracting(String::valueOf)
                  .containsExactly("failure", "nextTry");
            });
  }

  @Test
  void healthIsDownIfTheCredentialBeforeIsForgotten() {
    runner()
        .run(
            context -> {
              Keyring keyring = context.getBean(Keyring.class);
              acme(keyring);
              context.getBean(Vendor.class).broken.set(true);
              keyring.forget("https://acme.test");
              assertThat(catchThrowable(() -> acme(keyring))).isNotNull();
              assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                  .isEqualTo(Status.DOWN);
            });
  }

  @Test
  void failureInTheBackgroundLeavesTheCredentialBefore() {
    ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    KeyringState state = new KeyringState(clock);
    Origin origin = Origin.of("https://acme.test");
    Instant end = clock.instant().plusSeconds(60);
    state.issued(IssuedEvent.of(origin, Duration.ZERO, false, clock.instant(), end));
    clock.advance(Duration.ofSeconds(50));
    CredentialException why = new CredentialException("broken");
    state.issueFailed(IssueFailedEvent.of(origin, why, Duration.ZERO, true));

    assertThat(state.usableUntil(origin)).contains(end);
    state.issued(IssuedEvent.of(origin, Duration.ZERO, false, clock.instant(), null));
    state.issueFailed(IssueFailedEvent.of(origin, why, Duration.ZERO, false));
    assertThat(state.usableUntil(origin)).isEmpty();
  }

  @Test
  void timeLeftCountsFromWhenTheIssueBegan() {
    ManualClock clock = ManualClock.at("2026-01-01T00:00:20Z");
    KeyringState state = new KeyringState(clock);
    Origin origin = Origin.of("https://acme.test");
    Instant began = Instant.parse("2026-01-01T00:00:00Z");
    state.issued(
        IssuedEvent.of(origin, Duration.ofSeconds(20), false, began, began.plusSeconds(60)));

    assertThat(state.timeLeft(origin)).contains(Duration.ofSeconds(40));
  }

  @Test
  void endpointAnswersWhereASecretIsGone() {
    Map<String, Object> secrets = new HashMap<>();
    secrets.put("acme-secret", "0123456789abcdef0123456789abcdef");
    runner()
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("secrets", secrets)))
        .withPropertyValues(
            "latchkey.origins[0].url=https://api.test",
            "latchkey.origins[0].jwt.lifetime=1m",
            "latchkey.origins[0].jwt.secret=${acme-secret}")
        .run(
            context -> {
              LatchkeyEndpoint endpoint = context.getBean(LatchkeyEndpoint.class);
              secrets.clear();
              assertThat(endpoint.origins().origins()).hasSize(2);
            });
  }

  @Test
  void childContextHasTheStateOfItsParent() {
    runner()
        .run(
            parent ->
                new ApplicationContextRunner()
                    .withConfiguration(
                        AutoConfigurations.of(
                            LatchkeyAutoConfiguration.class, LatchkeyHealthAutoConfiguration.class))
                    .withParent(parent)
                    .run(
                        child ->
                            assertThat(child.getBean(KeyringState.class))
                                .isSameAs(parent.getBean(KeyringState.class))));
  }

  static void acme(Keyring keyring) throws IOException {
    var unused = keyring.headersFor("GET", URI.create("https://acme.test/"));
  }

  static ApplicationContextRunner runner() {
    return withoutVendor().withUserConfiguration(Vendor.class);
  }

  static ApplicationContextRunner withoutVendor() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                LatchkeyAutoConfiguration.class,
                LatchkeyHealthAutoConfiguration.class,
                LatchkeyActuatorAutoConfiguration.class,
                LatchkeyMetricsAutoConfiguration.class))
        .withPropertyValues("management.endpoints.web.exposure.include=*");
  }
}
