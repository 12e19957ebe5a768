package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many real threads at one slot; on Java 21 and later virtual ones too. */
class StampedeTest {
  private static final int CALLERS = 1_000;
  private static final URI URL = URI.create("https://api.test/");

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
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
    try (Keyring keyring = keyring(this::issueWhenAllAsked)) {
      for (Future<Map<String, String>> caller : callAll(threads, keyring)) {
        assertThat(caller.get(30, TimeUnit.SECONDS)).containsEntry("x", "t1");
      }
    }
    assertThat(issues).hasValue(1);
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
    try (Keyring keyring = keyring(scheme)) {
      assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "old");
      moment.advance(Duration.ofSeconds(61));
      for (Future<Map<String, String>> caller : callAll(threads, keyring)) {
        assertThat(caller.get(30, TimeUnit.SECONDS)).containsEntry("x", "t1");
      }
    }
    assertThat(issues).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void aThousandCallersOfAFailingSchemeShareOneAttempt(ExecutorService threads) throws Exception {
    AuthScheme scheme =
        context -> {
          issueWhenAllAsked(context);
          throw new IOException("down");
        };
    try (Keyring keyring = keyring(scheme)) {
      for (Future<Map<String, String>> caller : callAll(threads, keyring)) {
        assertThatThrownBy(() -> caller.get(30, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(CredentialException.class);
      }
    }
    assertThat(issues).hasValue(1);
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
    try (Keyring keyring = keyring(scheme)) {
      assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "t1");
      moment.advance(Duration.ofSeconds(241));
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

  private Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().clock(moment).add("https://api.test", scheme).build();
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
