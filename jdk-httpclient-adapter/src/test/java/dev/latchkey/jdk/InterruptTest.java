package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupted {@code send} ends at once, and nothing else does. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#sync")
class InterruptTest extends TestEnvironmentTest {
  private final AtomicBoolean flag = new AtomicBoolean();
  private final FutureTask<HttpResponse<String>> call =
      new FutureTask<>(
          () -> {
            try {
              return rig.client.send(rig.to("/interrupted").build(), BodyHandlers.ofString());
            } finally {
              flag.set(Thread.currentThread().isInterrupted());
            }
          });
  private final Thread thread = new Thread(call);

  private void assertInterrupts() {
    thread.interrupt();

    Assertions.assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(InterruptedException.class);
    assertThat(flag).as("the thread's flag").isFalse();
  }

  @Test
  void whileItWaitsForAToken() throws Exception {
    rig.tokens.shut();
    thread.start();
    CompletableFuture<HttpResponse<String>> other =
        rig.client.sendAsync(rig.to("/other").build(), BodyHandlers.ofString());
    rig.tokens.awaitWaiting();

    assertInterrupts();
    rig.tokens.open();

    assertThat(SendMode.await(other).body()).isEqualTo("ok");
    assertThat(rig.vendor.requests()).hasSize(1);
  }

  @Test
  void whileTheResponseIsAwaited() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    rig.vendor.handle(
        request -> {
          arrived.countDown();
          return rig.vendor.trickling(200);
        });
    thread.start();
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

    assertInterrupts();

    assertThat(rig.vendor.turnedAway.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whileItWaitsForAnotherToken() throws Exception {
    rig.send(rig.to("/"));
    rig.tokens.shut();
    rig.vendor.reply(Peer.of(401, "no"));
    thread.start();
    rig.tokens.awaitWaiting();

    assertInterrupts();
    rig.tokens.open();

    rig.vendor.reply(Peer.of(200, "yes"));
    assertThat(rig.send(rig.to("/other")).body()).isEqualTo("yes");
    assertThat(rig.vendor.requests()).hasSize(3);
  }
}
