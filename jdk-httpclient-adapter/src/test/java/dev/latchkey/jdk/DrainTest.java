package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that nobody wants. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class DrainTest extends TestEnvironmentTest {
  /** Less than what stalls here lasts. */
  private static final Duration LONGEST = Duration.ofSeconds(8);

  @Test
  void aLargeRefusedBodyIsNotReadToItsEnd() throws Exception {
    assertReplaced(
        new MockResponse.Builder()
            .code(401)
            .body(new Buffer().write(new byte[5 * 1024 * 1024]))
            .build());
  }

  @Test
  void anEndlessRefusedBodyIsGivenUp() throws Exception {
    assertReplaced(rig.vendor.endless(401));

    assertThat(rig.vendor.turnedAway.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aStalledRefusedBodyIsGivenUp() throws Exception {
    assertReplaced(rig.vendor.stalled(401));
  }

  @Test
  void aRefusedBodyThatIsCutIsAsGoodAsAnyOther() throws Exception {
    assertReplaced(rig.vendor.cut(401, rig.tokens.replaced));
  }

  @Test
  void aRefusedBodyThatIsCutBeforeThereIsAnotherTokenIsSoToo() throws Exception {
    rig.vendor.sockets.reset();
    rig.send(rig.to("/"));
    rig.tokens.shut();
    CountDownLatch asked = new CountDownLatch(1);
    rig.vendor.reply(rig.vendor.cut(401, asked), Peer.of(200, "yes"));
    FutureTask<HttpResponse<String>> call = new FutureTask<>(() -> rig.send(rig.to("/")));
    new Thread(call).start();
    rig.tokens.awaitWaiting();
    asked.countDown();

    assertThatThrownBy(() -> call.get(300, TimeUnit.MILLISECONDS))
        .as("it waits for the token")
        .isInstanceOf(TimeoutException.class);
    rig.tokens.open();

    assertThat(call.get(10, TimeUnit.SECONDS).body()).isEqualTo("yes");
  }

  /** Over HTTP/2 the connection serves other requests as well, the next one among them. */
  @Test
  void aConnectionThatBreaksInALargeRefusedBodyIsNotUsedForTheNextRequest() throws Exception {
    assertReplaced(rig.vendor.breaking(401, rig.tokens.replaced));
  }

  private void assertReplaced(MockResponse refusal) throws Exception {
    rig.vendor.reply(refusal, Peer.of(200, "yes"));
    AtomicInteger handled = new AtomicInteger();
    long start = System.nanoTime();

    HttpResponse<String> response = rig.post(handled);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("yes");
    assertThat(handled).hasValue(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    assertThat(rig.vendor.bodies()).containsExactly("a body", "a body");
    assertThat(rig.send(rig.to("/")).body()).as("the next call").isEqualTo("yes");
  }

  @Test
  void connectionsAreUsedAgainAfterSmallBodies() throws Exception {
    String body = "x".repeat(60_000);
    rig.vendor.handle(
        request ->
            switch (request.getTarget()) {
              case "/moved" -> Peer.redirect(307, "/").newBuilder().body(body).build();
              default ->
                  request.getHeaders().get("Authorization").endsWith("1")
                      ? Peer.of(401, body)
                      : Peer.of(200, "yes");
            });

    for (int i = 0; i < 3; i++) {
      assertThat(rig.send(rig.following(Redirect.NORMAL), rig.to("/moved").build()).body())
          .isEqualTo("yes");
    }
    int before = rig.vendor.requests().size();
    for (int i = 0; i < 3; i++) {
      assertThat(rig.send(rig.to("/")).body()).isEqualTo("yes");
    }

    assertThat(rig.vendor.requests()).hasSizeGreaterThan(9);
    assertThat(
            rig.vendor.requests().subList(before, before + 3).stream()
                .map(RecordedRequest::getConnectionIndex)
                .distinct())
        .hasSize(1);
  }
}
