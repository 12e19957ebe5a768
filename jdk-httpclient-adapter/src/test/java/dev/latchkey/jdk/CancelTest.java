package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code cancel(true)} ends what runs, and nothing else. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#async")
class CancelTest extends TestEnvironmentTest {
  /** What is cancelled. */
  enum Of {
    THE_FUTURE,
    A_DEPENDENT;

    CompletableFuture<?> of(CompletableFuture<HttpResponse<String>> call) {
      return this == THE_FUTURE
          ? call
          : call.thenApply(HttpResponse::body).thenCompose(CompletableFuture::completedFuture);
    }
  }

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  private CompletableFuture<HttpResponse<String>> call(String path) {
    return rig.client.sendAsync(rig.to(path).build(), BodyHandlers.ofString());
  }

  private static void assertCancels(
      CompletableFuture<HttpResponse<String>> call, CompletableFuture<?> cancelled) {
    assertThat(cancelled.cancel(true)).isTrue();
    assertThat(cancelled.isCancelled()).isTrue();
    assertThat(call).isDone();
    assertThatThrownBy(() -> cancelled.get(10, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  private MockResponse held(MockResponse response) {
    arrived.countDown();
    try {
      return answered.await(10, TimeUnit.SECONDS) ? response : Peer.of(500, "");
    } catch (InterruptedException e) {
      return Peer.of(500, "");
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whileItWaitsForATokenNothingIsSentAndOthersGoOn(Of what) throws Exception {
    rig.tokens.shut();
    CompletableFuture<HttpResponse<String>> call = call("/cancelled");
    CompletableFuture<?> cancelled = what.of(call);
    CompletableFuture<HttpResponse<String>> other = call("/other");
    rig.tokens.awaitWaiting();

    assertCancels(call, cancelled);
    rig.tokens.open();

    assertThat(SendMode.await(other).body()).isEqualTo("ok");
    assertThat(rig.vendor.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly("/other");
    assertThat(rig.tokens.issued).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheHeadOfTheResponseIsAwaited(Of what) throws Exception {
    rig.vendor.handle(request -> held(rig.vendor.trickling(200)));
    CompletableFuture<HttpResponse<String>> call = call("/");
    CompletableFuture<?> cancelled = what.of(call);
    await(arrived);

    assertCancels(call, cancelled);
    answered.countDown();

    await(rig.vendor.turnedAway);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheBodyComes(Of what) throws Exception {
    rig.vendor.reply(rig.vendor.trickling(200));
    CompletableFuture<HttpResponse<String>> call =
        rig.client.sendAsync(
            rig.to("/").build(),
            info -> {
              arrived.countDown();
              return BodyHandlers.ofString().apply(info);
            });
    CompletableFuture<?> cancelled = what.of(call);
    await(arrived);

    assertCancels(call, cancelled);

    await(rig.vendor.turnedAway);
  }

  @ParameterizedTest
  @EnumSource
  void whileItWaitsForAnotherTokenAndOthersGoOn(Of what) throws Exception {
    rig.send(rig.to("/"));
    rig.tokens.shut();
    rig.vendor.handle(
        request ->
            request.getHeaders().get("Authorization").endsWith("1")
                ? Peer.of(401, "no")
                : Peer.of(200, "yes"));
    CompletableFuture<HttpResponse<String>> call = call("/cancelled");
    CompletableFuture<?> cancelled = what.of(call);
    rig.tokens.awaitWaiting();
    CompletableFuture<HttpResponse<String>> other =
        rig.client.sendAsync(
            rig.to("/other").POST(BodyPublishers.ofString("a body")).build(),
            BodyHandlers.ofString());

    assertCancels(call, cancelled);
    rig.tokens.open();

    assertThat(SendMode.await(other).body()).isEqualTo("yes");
    assertThat(rig.vendor.requests())
        .extracting(RecordedRequest::getTarget)
        .filteredOn("/cancelled"::equals)
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheRequestIsSentAgainOnAnotherConnection(Of what) throws Exception {
    rig.vendor.handle(
        request ->
            rig.vendor.requests().size() == 1
                ? Peer.of(401, "x".repeat(100_000))
                : held(rig.vendor.trickling(200)));
    CompletableFuture<HttpResponse<String>> call = call("/");
    CompletableFuture<?> cancelled = what.of(call);
    await(arrived);

    assertCancels(call, cancelled);
    answered.countDown();

    await(rig.vendor.turnedAway);
  }

  @Test
  void afterItsEndThePooledConnectionLives() throws Exception {
    CompletableFuture<HttpResponse<String>> call = call("/");
    SendMode.await(call);
    CompletableFuture<Void> after = call.thenCompose(response -> new CompletableFuture<>());

    assertThat(after.cancel(true)).isTrue();

    for (int i = 0; i < 3; i++) {
      assertThat(rig.send(rig.to("/").POST(BodyPublishers.ofString("a body"))).body())
          .isEqualTo("ok");
    }
    assertThat(rig.vendor.requests().stream().map(RecordedRequest::getConnectionIndex).distinct())
        .hasSize(1);
  }

  @Test
  void withoutInterruptTheExchangeGoesOnButNoOtherFollows() throws Exception {
    rig.vendor.handle(request -> held(Peer.of(401, "no")));
    CompletableFuture<HttpResponse<String>> call = call("/cancelled");
    await(arrived);

    assertThat(call.cancel(false)).isTrue();
    answered.countDown();

    rig.vendor.handle(request -> Peer.of(200, "yes"));
    assertThat(rig.send(rig.to("/other")).body()).isEqualTo("yes");
    assertThat(rig.vendor.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly("/cancelled", "/other");
  }
}
