package dev.latchkey.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client does to a server is seen in the meters. */
class KeyringMetricsTest {
  /** An issue takes some, at most its timeout, by which its credential is older. */
  private static final Offset<Double> REAL_TIME = within(30.0);

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final TestServer server = TestServer.http();
  private final Vendor vendor = new Vendor();
  private final KeyringMetrics metrics = new KeyringMetrics(moment);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Readings readings = new Readings(registry);
  private final HttpClient client =
      KeyringHttpClient.newBuilder(
              Keyring.builder()
                  .add(server.origin(), vendor)
                  .clock(moment)
                  .executor(Runnable::run)
                  .listener(metrics)
                  .build())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String origin = server.origin().substring("http://".length());

  @BeforeEach
  void bind() {
    metrics.bindTo(registry);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anIssueIsTimedAndTheAgeOfItsCredentialShown() throws Exception {
    send("/a");
    send("/b");

    assertThat(readings.count("latchkey.issues")).isEqualTo(1);
    assertThat(issues("success", "false")).isEqualTo(1);
    assertThat(age()).isCloseTo(0.0, REAL_TIME);
    assertThat(timeLeft()).isCloseTo(300.0, REAL_TIME);

    moment.advance(Duration.ofSeconds(100));
    assertThat(age()).isCloseTo(100.0, REAL_TIME);
    assertThat(timeLeft()).isCloseTo(200.0, REAL_TIME);
  }

  @Test
  void anIssueInTheBackgroundIsTimedByItself() throws Exception {
    send("/");
    moment.advance(Duration.ofSeconds(250));
    send("/");

    assertThat(issues("success", "false")).isEqualTo(1);
    assertThat(issues("success", "true")).isEqualTo(1);
    assertThat(timeLeft()).isCloseTo(300.0, REAL_TIME);
  }

  @Test
  void failuresAreTimedAndLeaveTheTimeOfTheOldCredential() throws Exception {
    send("/");
    vendor.failing = true;
    moment.advance(Duration.ofSeconds(250));
    send("/");
    assertThat(issues("failure", "true")).isEqualTo(1);
    assertThat(timeLeft()).isCloseTo(50.0, REAL_TIME);

    moment.advance(Duration.ofSeconds(60));
    assertThatThrownBy(() -> send("/")).isInstanceOf(IOException.class);
    assertThat(issues("failure", "false")).isEqualTo(1);
    assertThat(timeLeft()).isCloseTo(-10.0, REAL_TIME);
  }

  @Test
  void refusalsAreCountedByStatusAndRetry() throws Exception {
    server.reply(Reply.of(401, "no"), Reply.of(401, "no"));
    send("/");

    assertThat(readings.count("latchkey.refusals", "origin", origin, "status", "401")).isEqualTo(2);
    assertThat(readings.count("latchkey.refusals", "retried", "true")).isEqualTo(1);
    assertThat(readings.count("latchkey.refusals", "retried", "false")).isEqualTo(1);
  }

  @Test
  void theTimeLeftIsByTheServersClockAlsoIfThatIsAhead() throws Exception {
    send("/");
    assertThat(offset()).isNaN();
    server.reply(
        Reply.of(401, "no").with("Date", "Thu, 01 Jan 2026 00:10:00 GMT"), Reply.of(200, "ok"));
    send("/");

    assertThat(offset()).isEqualTo(600);
    assertThat(age()).isCloseTo(0.0, REAL_TIME);
    assertThat(timeLeft()).isCloseTo(300.0, REAL_TIME);
    assertThat(issues("success", "false")).isEqualTo(2);
  }

  @Test
  void aServerThatIsBehindHasANegativeOffset() throws Exception {
    server.reply(
        Reply.of(401, "no").with("Date", "Wed, 31 Dec 2025 22:00:00 GMT"), Reply.of(200, "ok"));
    send("/");

    assertThat(offset()).isBetween(-7_200.0, -7_199.0);
  }

  @Test
  void requestsWithoutACredentialAreCountedByReason() throws Exception {
    vendor.silent = true;
    send("/");
    vendor.silent = false;
    send("/");
    client.send(
        HttpRequest.newBuilder(server.uri("/")).header("x-token", "mine").build(),
        BodyHandlers.ofString());
    client.send(
        HttpRequest.newBuilder(URI.create(server.originByName() + "/")).build(),
        BodyHandlers.ofString());
    server.reply(Reply.redirect(302, server.originByName() + "/"), Reply.of(200, "ok"));
    send("/");

    assertThat(unauthenticated(origin, "none_issued")).isEqualTo(1);
    assertThat(unauthenticated(origin, "set_by_caller")).isEqualTo(1);
    assertThat(unauthenticated("other", "unknown_origin")).isEqualTo(1);
    assertThat(unauthenticated("other", "redirected_elsewhere")).isEqualTo(1);
    assertThat(readings.count("latchkey.unauthenticated")).isEqualTo(4);
    assertThat(readings.values("origin")).containsExactlyInAnyOrder(origin, "other");
  }

  private double unauthenticated(String origin, String reason) {
    return readings.count("latchkey.unauthenticated", "origin", origin, "reason", reason);
  }

  private double issues(String outcome, String background) {
    return readings.count(
        "latchkey.issues", "origin", origin, "outcome", outcome, "background", background);
  }

  private double age() {
    return readings.gauge("latchkey.credential.age", "origin", origin);
  }

  private double timeLeft() {
    return readings.gauge("latchkey.credential.time.left", "origin", origin);
  }

  private double offset() {
    return readings.gauge("latchkey.clock.offset", "origin", origin);
  }

  private void send(String path) throws Exception {
    client.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
  }
}
