package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyringTimerTest {

  @Test
  void runsATaskOnADaemonThreadThatEndsWhenIdle() throws Exception {
    Thread thread = runs();

    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).startsWith("latchkey-timer-");
    thread.join(90_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(runs()).as("starts again").isNotEqualTo(thread);
  }

  @Test
  void allTasksShareOneThread() throws Exception {
    List<Future<?>> later =
        List.of(
            KeyringTimer.schedule(() -> {}, Duration.ofHours(1)),
            KeyringTimer.schedule(() -> {}, Duration.ofSeconds(Long.MAX_VALUE)));
    try {
      assertThat(runs()).isEqualTo(runs());
    } finally {
      later.forEach(task -> task.cancel(false));
    }
  }

  @Test
  void aCancelledTaskDoesNotKeepTheThread() throws Exception {
    Future<?> task = KeyringTimer.schedule(() -> {}, Duration.ofHours(1));
    Thread thread = runs();
    task.cancel(false);

    thread.join(90_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aTaskThatThrowsHarmsNoneAndPrintsNothing() throws Exception {
    AtomicReference<Throwable> printed = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> printed.set(thrown));
    try {
      Future<?> task =
          KeyringTimer.schedule(
              () -> {
                throw new AssertionError("s3cret");
              },
              Duration.ZERO);
      assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(runs().isDaemon()).isTrue();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(printed).hasValue(null);
  }

  private static Thread runs() throws Exception {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    var unused =
        KeyringTimer.schedule(() -> ran.complete(Thread.currentThread()), Duration.ofMillis(1));
    return ran.get(10, TimeUnit.SECONDS);
  }
}
