package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A caller that gives up while its refused credential is replaced. */
class AbandonedRefusalTest {
  @Test
  void aListenerThatBlocksWhenItIsToldDoesNotHoldUpTheTimer() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger issued = new AtomicInteger();
    KeyringListener blocking =
        new KeyringListener() {
          @Override
          public void refused(RefusedEvent event) {
            told.countDown();
            awaitQuietly(end);
          }
        };
    try (Keyring keyring =
        Keyring.builder()
            .listener(blocking)
            .add(
                "https://api.example.com",
                context -> {
                  if (issued.getAndIncrement() > 0) {
                    awaitQuietly(end);
                  }
                  return Credential.of("x-token", "t");
                })
            .build()) {
      AuthAttempt attempt =
          keyring.newCall().attempt("GET", URI.create("https://api.example.com/"), name -> null);
      Credential unused = attempt.credential().get();
      CompletableFuture<Boolean> again = attempt.received(401, name -> null, true);

      assertThatThrownBy(() -> AuthCall.await(again, () -> true)).isInstanceOf(IOException.class);
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      CountDownLatch ran = new CountDownLatch(1);
      var task = AuthCall.schedule(ran::countDown, Duration.ZERO);

      assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(task).isNotNull();
    } finally {
      end.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
