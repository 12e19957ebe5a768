package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyringTimerTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring();

  @Test
  void runsATaskOnADaemonThreadThatEndsWhenIdle() throws Exception {
    // One of its own: that of all keyrings may have tasks of other tests.
    ScheduledExecutorService timer = KeyringTimer.newExecutor();
    Thread thread = timer.submit(Thread::currentThread).get();

    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).startsWith("latchkey-timer-");
    thread.join(90_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(timer.submit(Thread::currentThread).get()).as("starts again").isNotEqualTo(thread);
    assertThat(runs().getName()).startsWith("latchkey-timer-");
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
    ScheduledExecutorService timer = KeyringTimer.newExecutor();
    Future<?> task = timer.schedule(() -> {}, 1, TimeUnit.HOURS);
    Thread thread = timer.submit(Thread::currentThread).get();
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

  @Test
  void aTimerThatCannotMakeItsThreadFailsTheCallAndNotTheSlot() throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    Keyring keyring =
        test.builder()
            .add(API, new CountingScheme(Duration.ofMinutes(5)))
            .timer(
                (task, delay) -> {
                  if (failing.get()) {
                    throw new InternalError("unable to create native thread");
                  }
                  return test.timer.apply(task, delay);
                })
            .build();

    assertThat(new TestCall(keyring).ask(API)).isCompletedExceptionally();
    assertThat(new TestCall(keyring).ask(API)).as("the next one").isCompletedExceptionally();
    failing.set(false);
    test.clock.advance(Duration.ofSeconds(1));
    assertThat(TestCall.await(new TestCall(keyring).ask(API)).headers())
        .isEqualTo(Map.of("x", "t1"));
  }

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
        test.ownThreads()
            .listener(blocking)
            .keyring(
                context -> {
                  if (issued.getAndIncrement() > 0) {
                    awaitQuietly(end);
                  }
                  return Credential.of("x-token", "t");
                })) {
      TestCall call = new TestCall(keyring);
      call.send(API);
      CompletableFuture<Boolean> again = call.received(401, name -> null, true);

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

  @Test
  void aListenerThatBlocksWhenTimeIsUpDoesNotKeepOthersFromTheirEnd() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    KeyringListener blocking =
        new KeyringListener() {
          @Override
          public void issueFailed(IssueFailedEvent event) {
            blocked.countDown();
            awaitQuietly(end);
          }
        };
    try (Keyring one = hanging().listener(blocking).build();
        Keyring two = hanging().build()) {
      assertThat(new TestCall(one).ask(API)).isNotDone();
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> TestCall.await(new TestCall(two).ask(API)))
          .isInstanceOf(CredentialException.class);
    } finally {
      end.countDown();
    }
  }

  private Keyring.Builder hanging() {
    return Keyring.builder()
        .issueTimeout(Duration.ofMillis(1))
        .executor(task -> {})
        .add(API, new CountingScheme(Duration.ofMinutes(5)));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread runs() throws Exception {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    var unused =
        KeyringTimer.schedule(() -> ran.complete(Thread.currentThread()), Duration.ofMillis(1));
    return ran.get(10, TimeUnit.SECONDS);
  }
}
