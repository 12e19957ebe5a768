package dev.latchkey.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import dev.latchkey.testing.ManualClock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The meters of origins: which there are, and what they are called. */
class OriginMetersTest {
  private static final String API = "https://api.test";

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final KeyringMetrics metrics = new KeyringMetrics(moment);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Readings readings = new Readings(registry);

  @Test
  void foreignHostsMakeNoTags() throws IOException {
    metrics.bindTo(registry);
    Keyring keyring = keyring(API, new Vendor());
    keyring.headersFor("GET", URI.create(API));
    int meters = registry.getMeters().size();
    for (int i = 0; i < 10_000; i++) {
      URI foreign = URI.create("https://host" + i + ".test/" + i);
      var unused = keyring.newCall().attempt("GET", foreign, name -> null);
      var call = keyring.newCall();
      unused = call.attempt("GET", URI.create(API), name -> null);
      unused = call.attempt("GET", foreign, name -> null);
    }

    assertThat(readings.count("latchkey.unauthenticated", "reason", "unknown_origin"))
        .isEqualTo(10_000);
    assertThat(readings.count("latchkey.unauthenticated", "reason", "redirected_elsewhere"))
        .isEqualTo(10_000);
    assertThat(readings.values("origin")).containsExactly("api.test", "other");
    assertThat(registry.getMeters()).hasSize(meters + 2);
  }

  @Test
  void theOriginIsTaggedWithoutItsUsualPort() throws IOException {
    metrics.bindTo(registry);
    for (String origin :
        new String[] {
          API, API + ":8443", "https://[::1]", "http://localhost", "https://localhost"
        }) {
      keyring(origin, new Vendor()).headersFor("GET", URI.create(origin + "/path?query"));
    }

    assertThat(readings.values("origin"))
        .containsExactlyInAnyOrder(
            "api.test", "api.test:8443", "[::1]", "localhost:80", "localhost");
  }

  @Test
  void keyringsShareTheMetersOfAnOrigin() throws IOException {
    metrics.bindTo(registry);
    keyring(API, new Vendor()).headersFor("GET", URI.create(API));
    keyring(API, new Vendor()).headersFor("GET", URI.create(API));

    assertThat(readings.count("latchkey.issues", "origin", "api.test")).isEqualTo(2);
  }

  @Test
  void objectsThatAreBoundToTheSameRegistryAddUp() throws IOException {
    KeyringMetrics other = new KeyringMetrics(moment);
    metrics.bindTo(registry);
    other.bindTo(registry);
    keyring(API, new Vendor()).headersFor("GET", URI.create(API));
    Keyring.builder()
        .add(API, new Vendor())
        .listener(other)
        .build()
        .headersFor("GET", URI.create(API));

    assertThat(readings.count("latchkey.issues", "origin", "api.test")).isEqualTo(2);
  }

  @Test
  void aCredentialWithoutAnEndHasNoTimeLeft() throws IOException {
    metrics.bindTo(registry);
    keyring(API, context -> Credential.of("x", "1").singleUse()).headersFor("GET", URI.create(API));

    assertThat(readings.gauge("latchkey.credential.age")).isBetween(0.0, 60.0);
    assertThat(readings.gauge("latchkey.credential.time.left")).isNaN();
  }

  @Test
  void aCredentialMayEndAtTheEndOfTime() throws IOException {
    metrics.bindTo(registry);
    keyring(API, context -> Credential.of("x", "1").reusableUntil(Instant.MAX))
        .headersFor("GET", URI.create(API));

    assertThat(readings.count("latchkey.issues")).isEqualTo(1);
    assertThat(readings.gauge("latchkey.credential.time.left")).isGreaterThan(1e9);
  }

  @Test
  void gaugesAreNotCollected() throws IOException {
    KeyringMetrics forgotten = new KeyringMetrics(moment);
    forgotten.bindTo(registry);
    Keyring.builder()
        .add(API, new Vendor())
        .clock(moment)
        .listener(forgotten)
        .build()
        .headersFor("GET", URI.create(API));
    forgotten = null;
    System.gc();

    assertThat(readings.gauge("latchkey.credential.time.left")).isGreaterThan(0);
  }

  @Test
  void allAreDescribed() {
    metrics.bindTo(registry);
    AllEvents.tell(metrics);

    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .isNotEmpty()
        .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank());
  }

  @Test
  void prometheusShowsThemByItsNames() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics.bindTo(prometheus);
    AllEvents.tell(metrics);
    moment.advance(Duration.ofSeconds(9));

    assertThat(prometheus.scrape().lines())
        .contains(
            issues("outcome=\"success\"", "background=\"false\"") + " 1",
            issues("outcome=\"failure\"", "background=\"false\"") + " 0",
            "latchkey_refusals_total{origin=\"api.test\",retried=\"true\",status=\"401\"} 1.0",
            "latchkey_unauthenticated_total{origin=\"other\",reason=\"unknown_origin\"} 1.0",
            "latchkey_key_changes_total{origin=\"api.test\"} 1.0",
            "latchkey_key_problems_total{origin=\"api.test\"} 1.0",
            "latchkey_clock_offset_seconds{origin=\"api.test\"} 1.0",
            "latchkey_credential_age_seconds{origin=\"api.test\"} 10.0",
            "latchkey_credential_time_left_seconds{origin=\"api.test\"} 290.25");
  }

  private static String issues(String outcome, String background) {
    return "latchkey_issues_seconds_count{" + background + ",origin=\"api.test\"," + outcome + "}";
  }

  @Test
  void gaugesAreInTheRegistrysUnitOfTime() throws IOException {
    metrics.bindTo(registry);
    keyring(API, new Vendor()).headersFor("GET", URI.create(API));

    assertThat(registry.get("latchkey.credential.time.left").timeGauge().baseTimeUnit())
        .isEqualTo(TimeUnit.SECONDS);
    assertThat(registry.get("latchkey.credential.time.left").timeGauge().getId().getBaseUnit())
        .isEqualTo("seconds");
  }

  private Keyring keyring(String origin, AuthScheme scheme) {
    return Keyring.builder().add(origin, scheme).clock(moment).listener(metrics).build();
  }
}
