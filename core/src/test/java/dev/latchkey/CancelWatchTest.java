package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CancelWatchTest {

  @Test
  void returnsWhatIsThereAlready() throws IOException {
    assertThat(AuthCall.await(CompletableFuture.completedFuture("a"), () -> true)).isEqualTo("a");
  }

  @Test
  void aFailureIsThrownAsAnExceptionOfTheCallersOwn() {
    CredentialException shared = new CredentialException("down");

    assertThatThrownBy(() -> AuthCall.await(CompletableFuture.failedFuture(shared), () -> false))
        .isInstanceOf(CredentialException.class)
        .isNotSameAs(shared)
        .hasMessage("down");
  }

  @Test
  void aCancelledCallStopsWaitingAndCancelsItsFuture() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> waiting = new ArrayList<>();
      List<CompletableFuture<String>> futures = new ArrayList<>();
      AtomicBoolean cancelled = new AtomicBoolean();
      for (int i = 0; i < 20; i++) {
        CompletableFuture<String> future = new CompletableFuture<>();
        futures.add(future);
        waiting.add(threads.submit(() -> AuthCall.await(future, cancelled::get)));
      }
      cancelled.set(true);

      for (Future<?> one : waiting) {
        assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS))
            .cause()
            .isInstanceOf(IOException.class)
            .hasMessage("Canceled");
      }
      assertThat(futures).allSatisfy(one -> assertThat(one).isCancelled());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSignalThatThrowsHarmsNobody() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<String> bad = new CompletableFuture<>();
      CompletableFuture<String> good = new CompletableFuture<>();
      AtomicBoolean cancelled = new AtomicBoolean();
      Future<?> one =
          threads.submit(
              () ->
                  AuthCall.await(
                      bad,
                      () -> {
                        cancelled.set(true);
                        throw new AssertionError();
                      }));
      Future<?> other = threads.submit(() -> AuthCall.await(good, cancelled::get));

      assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).hasMessageContaining("Canceled");
      bad.complete("b");
      assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo("b");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anInterruptedThreadStaysInterruptedAndItsFutureIsCancelled() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                AuthCall.await(future, () -> false);
              } catch (IOException e) {
                thrown.set(e);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.interrupt();
    thread.join(10_000);

    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(interrupted).isTrue();
    assertThat(future).isCancelled();
  }
}
