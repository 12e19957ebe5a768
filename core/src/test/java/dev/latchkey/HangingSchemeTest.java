package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Schemes that never return, and executors that never run what they took. */
class HangingSchemeTest {
  private static final String API = "https://api.test";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0);
  private final CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));

  @Test
  void anIssueThatTakesTooLongFailsItsWaitersAndTheNextOneStartsAfterTheBackOff() throws Exception {
    Keyring keyring = keyring(test.byHand);
    CompletableFuture<Map<String, String>> waiting = headers(keyring);

    test.timer.advance(TIMEOUT);

    assertThatThrownBy(() -> TestCall.await(waiting))
        .isInstanceOf(CredentialException.class)
        .hasMessageStartingWith(
            "No credential for https://api.test: its scheme took longer than issueTimeout");
    assertThat(test.events.count("issueFailed")).isEqualTo(1);
    assertThat(headers(keyring)).as("within the back-off").isCompletedExceptionally();
    test.clock.advance(Duration.ofSeconds(1));
    CompletableFuture<Map<String, String>> next = headers(keyring);
    test.byHand.run();
    assertThat(TestCall.await(next)).containsEntry("x", "t1");
    assertThat(test.timer.waiting()).isZero();
  }

  @Test
  void theOldCredentialServesToItsEndWhileRenewalsHang() throws Exception {
    Keyring keyring = keyring(test.byHand);
    CompletableFuture<Map<String, String>> first = headers(keyring);
    test.byHand.run();
    assertThat(TestCall.await(first)).containsEntry("x", "t1");
    test.timer.advance(Duration.ofSeconds(239));

    // The renewal starts after 240 s, and counts as failed when the margin begins at 270 s.
    for (int second = 240; second < 300; second++) {
      test.timer.advance(Duration.ofSeconds(1));
      CompletableFuture<Map<String, String>> one = headers(keyring);
      if (one.isDone()) {
        assertThat(TestCall.await(one)).as("after %s s", second).containsEntry("x", "t1");
      } else {
        assertThat(second).as("waits only while the first renewal hangs").isBetween(269, 270);
      }
    }
    assertThat(scheme.asked()).isEqualTo(1);
  }

  @Test
  void aCredentialThatComesLateIsTakenIfThereIsNoneThatIsNewer() throws Exception {
    Keyring keyring = keyring(test.byHand);
    CompletableFuture<Map<String, String>> waiting = headers(keyring);
    scheme.whenAsked(() -> test.timer.advance(TIMEOUT));

    test.byHand.run();

    assertThat(waiting).isCompletedExceptionally();
    assertThat(TestCall.await(headers(keyring))).as("at once").containsEntry("x", "t1");
  }

  @Test
  void aCredentialThatComesLateDoesNotReplaceANewerOne() throws Exception {
    Keyring keyring = keyring(test.byHand);
    CompletableFuture<Map<String, String>> waiting = headers(keyring);
    AtomicReference<CompletableFuture<Map<String, String>>> newer = new AtomicReference<>();
    scheme.whenAsked(
        () -> {
          test.timer.advance(TIMEOUT);
          test.timer.advance(Duration.ofSeconds(1));
          CompletableFuture.runAsync(() -> newer.set(headers(keyring))).join();
          test.byHand.run();
        });

    test.byHand.run();

    assertThat(waiting).isCompletedExceptionally();
    Map<String, String> got = TestCall.await(newer.get());
    assertThat(TestCall.await(headers(keyring))).isEqualTo(got);
  }

  @Test
  void closingFailsThoseWhoWaitAndInterruptsTheThread() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Keyring keyring = test.ownThreads().keyring(context -> hang(begun, interrupted));
    CompletableFuture<Map<String, String>> waiting = headers(keyring);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    keyring.close();

    assertThatThrownBy(() -> TestCall.await(waiting)).hasMessageContaining("The keyring is closed");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anIssueThatTakesTooLongIsInterruptedOnAThreadOfTheKeyring() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean flagAfterwards = new AtomicBoolean();
    test.ownThreads();
    AtomicInteger asked = new AtomicInteger();
    try (Keyring keyring =
        builder()
            .add(
                API,
                context -> {
                  if (asked.incrementAndGet() > 1) {
                    flagAfterwards.set(Thread.currentThread().isInterrupted());
                    return Credential.of("x", "good");
                  }
                  return hang(begun, interrupted);
                })
            .build()) {
      CompletableFuture<Map<String, String>> waiting = headers(keyring);
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      test.timer.advance(TIMEOUT);

      assertThat(waiting).isCompletedExceptionally();
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      test.timer.advance(Duration.ofSeconds(1));
      assertThat(TestCall.await(headers(keyring))).containsEntry("x", "good");
      assertThat(flagAfterwards).as("the next issue is not interrupted").isFalse();
    }
  }

  @Test
  void schemesThatKeepAllThreadsForEverDoNotKeepOthersFromIssuing() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(KeyringThreads.MAXIMUM);
    AuthScheme stuck =
        context -> {
          String path = context.uri().getPath();
          begun.countDown();
          boolean over = path.equals("/");
          while (!over) {
            try {
              over = end.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              // Ignores it, as code that reads from a socket does.
            }
          }
          return Credential.of("x", "late");
        };
    test.ownThreads();
    try (Keyring keyring = builder().add("https://stuck.test", stuck).add(API, scheme).build()) {
      keyring.headersFor("GET", URI.create("https://stuck.test/"));
      for (int i = 0; i < KeyringThreads.MAXIMUM; i++) {
        assertThat(new TestCall(keyring).ask("https://stuck.test/" + i)).isNotDone();
      }
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(headers(keyring)).as("no thread is left").isNotDone();

      test.timer.advance(TIMEOUT);
      test.timer.advance(Duration.ofSeconds(1));

      assertThat(TestCall.await(headers(keyring))).containsEntry("x", "t1");
      end.countDown();
    }
  }

  @Test
  void anExecutorThatDropsTasksKeepsNobodyWaitingForEver() {
    Keyring keyring = keyring(task -> {});
    CompletableFuture<Map<String, String>> waiting = headers(keyring);

    test.timer.advance(TIMEOUT);

    assertThat(waiting).isCompletedExceptionally();
  }

  @Test
  void anIssueWhoseTimeIsUpBeforeItBeginsLeavesNothingBehind() throws Exception {
    CompletableFuture<Void> timeUp = new CompletableFuture<>();
    Keyring keyring =
        test.builder()
            .timer(
                (task, delay) -> {
                  task.run();
                  return timeUp;
                })
            .add(API, scheme)
            .build();

    assertThat(headers(keyring)).isCompletedExceptionally();

    assertThat(timeUp).isCancelled();
    assertThat(Reachable.from(keyring)).noneMatch(CredentialFlight.class::isInstance);
    assertThat(scheme.asked()).isZero();
  }

  @Test
  void whereACredentialIsForOneRequestAHangFailsThatRequestOnly() throws Exception {
    test.byHand();
    Keyring keyring = builder().add(API, context -> Credential.of("x", "k").singleUse()).build();
    CompletableFuture<Map<String, String>> first = headers(keyring);
    test.byHand.run();
    assertThat(TestCall.await(first)).containsEntry("x", "k");
    CompletableFuture<Map<String, String>> hanging = headers(keyring);
    test.timer.advance(TIMEOUT);
    assertThat(hanging).isCompletedExceptionally();

    CompletableFuture<Map<String, String>> next = headers(keyring);
    test.byHand.run();
    assertThat(TestCall.await(next)).containsEntry("x", "k");
  }

  @Test
  void aRefusalWhoseReplacementHangsReachesTheCallerAndOthersGoOn() throws Exception {
    Keyring keyring = keyring(test.byHand);
    CompletableFuture<Map<String, String>> first = headers(keyring);
    test.byHand.run();
    assertThat(first).isDone();
    AuthAttempt attempt = attempt(keyring);
    assertThat(attempt.credential()).isDone();
    CompletableFuture<Boolean> again = attempt.received(401, name -> null, true);
    assertThat(again).isNotDone();
    assertThat(TestCall.await(headers(keyring))).as("meanwhile").containsEntry("x", "t1");

    test.timer.advance(TIMEOUT);

    assertThat(TestCall.await(again)).isFalse();
    assertThat(TestCall.await(headers(keyring))).containsEntry("x", "t1");
    assertThat(test.events.of("refused")).containsExactly("refused " + API + " 401");
  }

  /** Hangs until it is interrupted. */
  private static Credential hang(CountDownLatch begun, CountDownLatch interrupted)
      throws IOException {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    throw new IOException("interrupted");
  }

  private Keyring.Builder builder() {
    return test.builder().timer(test.timer).issueTimeout(TIMEOUT);
  }

  private Keyring keyring(Executor executor) {
    test.executor(executor);
    return builder().add(API, scheme).build();
  }

  private static AuthAttempt attempt(Keyring keyring) {
    return new TestCall(keyring).attempt(API);
  }

  private static CompletableFuture<Map<String, String>> headers(Keyring keyring) {
    return attempt(keyring).credential().thenApply(Credential::headers);
  }
}
