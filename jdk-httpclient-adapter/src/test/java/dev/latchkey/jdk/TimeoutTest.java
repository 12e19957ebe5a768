package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The timeout of a request bounds the whole call. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class TimeoutTest extends RigTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMillis(950);

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
  void everyHopOfARedirectCounts() throws Exception {
    rig.vendor.reply(late(Peer.redirect(307, "/next")));

    assertTimesOut(rig.following(Redirect.NORMAL), rig.to("/"));
  }

  @Test
  void oneThatIsLongerThanAnyClockIsNone() throws Exception {
    Duration thousandYears = Duration.ofDays(365_000);

    assertThat(rig.send(rig.to("/").timeout(thousandYears)).body()).isEqualTo("ok");
  }

  private static MockResponse late(MockResponse response) {
    return response.newBuilder().headersDelay(300, TimeUnit.MILLISECONDS).build();
  }

  private void assertTimesOut(HttpClient client, HttpRequest.Builder request) {
    long start = System.nanoTime();

    Throwable failure = catchThrowable(() -> rig.send(client, request.timeout(TIMEOUT).build()));

    assertThat(failure)
        .isExactlyInstanceOf(HttpTimeoutException.class)
        .hasMessage("request timed out");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, LONGEST);
  }
}
