package dev.latchkey.jdk;

import static dev.latchkey.checks.Collected.assertCollected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that gave up while a credential is issued is not kept by those that wait on. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class GivenUpTest extends TestEnvironmentTest {
  /** Starts the issue that never ends while the test lasts, and waits on. */
  private CompletableFuture<HttpResponse<String>> other() throws InterruptedException {
    rig.tokens.shut();
    CompletableFuture<HttpResponse<String>> other =
        rig.client.sendAsync(rig.to("/other").build(), BodyHandlers.ofString());
    rig.tokens.awaitWaiting();
    return other;
  }

  @Test
  void atItsTimeout() throws Exception {
    CompletableFuture<HttpResponse<String>> other = other();

    WeakReference<HttpRequest> kept = timedOut();

    assertCollected(kept);
    assertGoesOn(other);
  }

  private WeakReference<HttpRequest> timedOut() {
    HttpRequest request = rig.to("/").timeout(Duration.ofMillis(50)).build();
    assertThatThrownBy(() -> rig.send(rig.client, request)).isInstanceOf(IOException.class);
    return new WeakReference<>(request);
  }

  @Test
  void whenItIsCancelledOrInterrupted() throws Exception {
    CompletableFuture<HttpResponse<String>> other = other();

    WeakReference<HttpRequest> kept = stopped();

    assertCollected(kept);
    assertGoesOn(other);
  }

  private WeakReference<HttpRequest> stopped() throws Exception {
    HttpRequest request = rig.to("/").build();
    if (setup.way() == SendMode.SEND_ASYNC) {
      assertThat(rig.client.sendAsync(request, BodyHandlers.ofString()).cancel(true)).isTrue();
    } else {
      FutureTask<?> call =
          new FutureTask<>(() -> rig.client.send(request, BodyHandlers.ofString()));
      Thread thread = new Thread(call);
      thread.start();
      thread.interrupt();
      thread.join(10_000);
      assertThat(call).isDone();
    }
    return new WeakReference<>(request);
  }

  private void assertGoesOn(CompletableFuture<HttpResponse<String>> other) throws Exception {
    rig.tokens.open();
    assertThat(other.get(10, TimeUnit.SECONDS).body()).isEqualTo("ok");
  }
}
