package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many threads that ask for one credential share its issue; on Java 21 and later virtual ones too.
 */
class SharedIssueTest {
  private static final int CALLERS = 1_000;
  private static final URI URL = TestKeyring.URL;

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0).ownThreads();
  private final AtomicInteger issues = new AtomicInteger();

  /** Open when all callers have asked, so that the issue is under way while they do. */
  private final CountDownLatch asked = new CountDownLatch(CALLERS);

  static List<ExecutorService> threads() throws ReflectiveOperationException {
    List<ExecutorService> kinds = new ArrayList<>();
    kinds.add(Executors.newFixedThreadPool(CALLERS));
    if (Runtime.version().feature() >= 21) {
      kinds.add(
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }
    return kinds;
  }

  @ParameterizedTest
  @MethodSource("threads")
  void aThousandCallersOfAnEmptySlotShareOneIssue(ExecutorService threads) throws Exception {
    try (Keyring keyring = test.keyring(this::issueWhenAllAsked)) {
      for (Future<Map<String, String>> caller : callAll(threads, keyring)) {
        assertThat(caller.get(30, TimeUnit.SECONDS)).containsEntry("x", "t1");
      }
    }
    assertThat(issues).hasValue(1);
    assertThat(test.events.all()).containsExactly("issued https://api.test");
  }

  @ParameterizedTest
  @MethodSource("threads")
  void aThousandCallersOfAnExpiredTokenShareOneIssue(ExecutorService threads) throws Exception {
    AtomicInteger first = new AtomicInteger();
    AuthScheme scheme =
        context ->
            first.getAndIncrement() == 0
                ? Credential.of("x", "old").reusableUntil(context.now().plusSeconds(60))
                : issueWhenAllAsked(context);
    try (Keyring keyring = test.keyring(scheme)) {
      assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "old");
      test.clock.advance(Duration.ofSeconds(61));
      for (Future<Map<String, String>> caller : callAll(threads, keyring)) {
        assertThat(caller.get(30, TimeUnit.SECONDS)).containsEntry("x", "t1");
      }
    }
    assertThat(issues).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void aThousandCallersOfAFailingSchemeShareOneAttempt(ExecutorService threads) throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    AuthScheme scheme =
        context -> {
          Credential credential = issueWhenAllAsked(context);
          if (failing.get()) {
            throw new IOException("down");
          }
          return credential;
        };
    try (Keyring keyring = test.keyring(scheme)) {
      List<Throwable> failures = new ArrayList<>();
      for (Future<Map<String, String>> caller : callAll(threads, keyring)) {
        failures.add(catchThrowable(() -> caller.get(30, TimeUnit.SECONDS)).getCause());
      }
      assertThat(failures).hasSize(CALLERS).hasOnlyElementsOfType(CredentialException.class);
      // Each thread its own, since each may add what it suppressed.
      assertThat(failures).doesNotHaveDuplicates();
      assertThat(issues).hasValue(1);

      failing.set(false);
      assertThatThrownBy(() -> keyring.headersFor("GET", URL))
          .isInstanceOfSatisfying(
              CredentialException.class,
              e -> assertThat(e.nextTry()).contains(test.clock.instant().plusMillis(500)));
      test.clock.advance(Duration.ofMillis(500));
      assertThat(keyring.headersFor("GET", URL)).isEqualTo(Map.of("x", "t2"));
    }
  }

  @ParameterizedTest
  @MethodSource("threads")
  void nobodyWaitsWhileATokenIsRenewed(ExecutorService threads) throws Exception {
    AtomicInteger first = new AtomicInteger();
    CountDownLatch readersAreDone = new CountDownLatch(1);
    AuthScheme scheme =
        context -> {
          if (first.getAndIncrement() > 0) {
            await(readersAreDone);
          }
          return Credential.of("x", "t" + issues.incrementAndGet())
              .reusableUntil(context.now().plusSeconds(300));
        };
    try (Keyring keyring = test.keyring(scheme)) {
      assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "t1");
      test.clock.advance(Duration.ofSeconds(241));
      for (Future<Map<String, String>> caller : callAll(threads, keyring)) {
        assertThat(caller.get(30, TimeUnit.SECONDS)).containsEntry("x", "t1");
      }
      assertThat(first.get()).as("issues begun").isBetween(1, 2);
      readersAreDone.countDown();
    }
  }

  private Credential issueWhenAllAsked(IssueContext context) {
    await(asked);
    return Credential.of("x", "t" + issues.incrementAndGet())
        .reusableUntil(context.now().plusSeconds(300));
  }

  private List<Future<Map<String, String>>> callAll(ExecutorService threads, Keyring keyring) {
    List<Future<Map<String, String>>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          threads.submit(
              () -> {
                asked.countDown();
                return keyring.headersFor("GET", URL);
              }));
    }
    threads.shutdown();
    return callers;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("not in time");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
