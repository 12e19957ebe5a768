package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The timeout of a request bounds the whole call. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class TimeoutTest extends TestEnvironmentTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  /**
   * Less than what is waited for would take, and enough for a machine that has other things to do.
   */
  private static final Duration LONGEST = Duration.ofSeconds(8);

  @Test
  void theWaitForATokenCounts() throws Exception {
    rig.tokens.shut();

    assertTimesOut(rig.client, rig.to("/"));

    assertThat(rig.vendor.requests()).isEmpty();
    rig.tokens.open();
    assertThat(rig.send(rig.to("/")).body()).as("another call").isEqualTo("ok");
  }

  @Test
  void theWaitForAnotherTokenCounts() throws Exception {
    rig.send(rig.to("/"));
    rig.tokens.shut();
    rig.vendor.reply(Peer.of(401, "no"));

    assertTimesOut(rig.client, rig.to("/"));

    assertThat(rig.vendor.requests()).hasSize(2);
  }

  @Test
  void theWaitForAnotherTokenCountsAlsoIfTheRefusedBodyStalls() throws Exception {
    rig.send(rig.to("/"));
    rig.tokens.shut();
    rig.vendor.reply(rig.vendor.stalled(401));

    assertTimesOut(rig.client, rig.to("/"));
  }

  @Test
  void theDrainOfARefusedBodyCounts() throws Exception {
    rig.vendor.reply(rig.vendor.stalled(401));

    assertTimesOut(rig.client, rig.to("/"));

    assertThat(rig.vendor.requests()).hasSize(1);
  }

  @Test
  void bothExchangesCountTogether() throws Exception {
    rig.vendor.reply(late(Peer.of(401, "no")), late(Peer.of(200, "yes")));

    assertTimesOut(rig.client, rig.to("/"));
  }

  @Test
  void theWaitForATokenAndTheExchangeCountTogether() {
    rig.tokens.shut();
    openIn(900);
    rig.vendor.reply(late(Peer.of(200, "yes"), 900));

    assertTimesOut(rig.client, rig.to("/"), Duration.ofMillis(1_500));

    assertThat(rig.vendor.requests()).hasSize(1);
  }

  @Test
  void bothExchangesAndTheWaitForATokenBetweenThemCountTogether() throws Exception {
    rig.send(rig.to("/"));
    rig.tokens.shut();
    rig.vendor.handle(
        request -> {
          if (request.getHeaders().get("Authorization").endsWith("1")) {
            openIn(1_000);
            return late(Peer.of(401, "no"), 500);
          }
          return late(Peer.of(200, "yes"), 900);
        });

    assertTimesOut(rig.client, rig.to("/"), Duration.ofMillis(1_500));

    assertThat(rig.vendor.sent("Authorization"))
        .containsExactly("Bearer secret-1", "Bearer secret-1", "Bearer secret-2");
  }

  @Test
  void everyHopOfARedirectCounts() throws Exception {
    rig.vendor.reply(late(Peer.redirect(307, "/next")));

    assertTimesOut(rig.following(Redirect.NORMAL), rig.to("/"));
  }

  @Test
  void oneThatIsLongerThanAnyClockIsNone() throws Exception {
    Duration thousandYears = Duration.ofDays(365_000);

    assertThat(rig.send(rig.to("/").timeout(thousandYears)).body()).isEqualTo("ok");
  }

  private void openIn(long millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(rig.tokens::open);
  }

  private static MockResponse late(MockResponse response) {
    return late(response, 300);
  }

  private static MockResponse late(MockResponse response, long millis) {
    return response.newBuilder().headersDelay(millis, TimeUnit.MILLISECONDS).build();
  }

  private void assertTimesOut(HttpClient client, HttpRequest.Builder request) {
    assertTimesOut(client, request, TIMEOUT);
  }

  private void assertTimesOut(HttpClient client, HttpRequest.Builder request, Duration timeout) {
    long start = System.nanoTime();

    Throwable failure = catchThrowable(() -> rig.send(client, request.timeout(timeout).build()));

    assertThat(failure)
        .isExactlyInstanceOf(HttpTimeoutException.class)
        .hasMessage("request timed out");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(timeout.dividedBy(2), LONGEST);
  }
}
