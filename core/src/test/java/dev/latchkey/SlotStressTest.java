package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads do at random to one slot what may be done to it, while its clock is moved. */
class SlotStressTest {
  private static final int THREADS = 8;
  private static final int OPERATIONS = 4_000;
  private static final String API = "https://api.test";
  private static final int[] LIVES = {100, 1_000, 3_000, 60_000, 300_000};

  private final TestKeyring test =
      new TestKeyring()
          .jitter(() -> ThreadLocalRandom.current().nextDouble())
          .ownThreads()
          .withoutListener();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger issues = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong key = new AtomicLong();
  private final ConcurrentHashMap<String, Long> ends = new ConcurrentHashMap<>();
  private volatile boolean failing;

  static List<Kind> kinds() {
    return Runtime.version().feature() >= 21
        ? List.of(Kind.PLATFORM, Kind.VIRTUAL)
        : List.of(Kind.PLATFORM);
  }

  enum Kind {
    PLATFORM,
    VIRTUAL;

    ExecutorService threads() throws ReflectiveOperationException {
      return this == PLATFORM
          ? Executors.newFixedThreadPool(THREADS)
          : (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whateverThreadsDoEachPromiseIsKept(Kind kind, TestReporter reporter) throws Exception {
    long seed = Seed.of(reporter);
    ExecutorService threads = kind.threads();
    try (Keyring keyring = test.keyring(this::issue)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        all.add(
            threads.submit(
                () -> {
                  for (int step = 0; step < OPERATIONS; step++) {
                    operate(keyring, random, "seed " + seed);
                  }
                  return null;
                }));
      }
      for (Future<Void> one : all) {
        one.get(20, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).as("seed %s: issues at a time", seed).hasValue(1);
    assertThat(issues.get()).as("seed %s: issues", seed).isGreaterThan(50);
    assertThat(failures.get()).as("seed %s: failures", seed).isGreaterThan(10);
    assertThat(reads.get()).as("seed %s: reads", seed).isGreaterThan(OPERATIONS);
  }

  private void operate(Keyring keyring, Random random, String seed) {
    switch (random.nextInt(20)) {
      case 0 -> test.clock.advance(Duration.ofMillis(random.nextInt(100)));
      case 1 -> test.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
      case 2 -> test.clock.advance(Duration.ofMillis(random.nextInt(40_000)));
      case 3 -> failing = random.nextInt(4) == 0;
      case 4 -> key.incrementAndGet();
      case 5 -> new TestCall(keyring).ask(API).cancel(true);
      default -> call(keyring, random, seed);
    }
  }

  private void call(Keyring keyring, Random random, String seed) {
    long began = test.clock.millis();
    TestCall call = new TestCall(keyring);
    try {
      String value = call.send(API).get("x");
      reads.incrementAndGet();
      assertThat(ends.get(value)).as("%s: end of what was given", seed).isGreaterThan(began);
      boolean refuses = madeWith(value) < key.get() || random.nextInt(50) == 0;
      if (call.answered(refuses ? 401 : 200)) {
        String next = call.send(API).get("x");
        assertThat(next).as("%s: sent again", seed).isNotEqualTo(value);
        assertThat(call.answered(401)).as("%s: sent a third time", seed).isFalse();
      }
    } catch (CredentialException e) {
      failures.incrementAndGet();
    }
  }

  private Credential issue(IssueContext context) throws IOException {
    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      test.clock.advance(Duration.ofMillis(1));
      if (failing) {
        throw new IOException("down");
      }
      int number = issues.incrementAndGet();
      long end = context.now().toEpochMilli() + LIVES[number % LIVES.length];
      String value = key.get() + "-" + number;
      ends.put(value, end);
      return Credential.of("x", value).reusableUntil(Instant.ofEpochMilli(end));
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static long madeWith(String value) {
    return Long.parseLong(value.substring(0, value.indexOf('-')));
  }
}
