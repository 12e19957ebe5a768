package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestReporter;

/**
 * Drives one slot through a long random story, and after each step compares it with a model that
 * reckons the documented windows for itself.
 */
class SlotModelTest {
  private static final int STEPS = 100_000;
  private static final long[] LIVES = {1_000, 3_000, 15_000, 60_000, 300_000, 3_600_000};
  private static final RequestHead REQUEST = new RequestHead("GET", TestKeyring.URL, name -> null);
  // Constant dice make every window exact.
  private static final double DICE = 0.5;

  /** A credential as the model knows it. */
  private record Made(String value, long born, long bornNanos, long life, long leastAge) {
    long end() {
      return born + life;
    }

    long hard() {
      return end() - Math.min(life / 10, 60_000);
    }

    long renewal() {
      long window = Math.min(life / 5, 900_000);
      return end() - window - Math.round(DICE * (window / 2.0));
    }
  }

  /** A rest after the k-th time in a row. */
  private final class Rest {
    private int step;
    private long until = Long.MIN_VALUE;
    private long untilNanos;

    boolean isOver() {
      return step == 0 || test.clock.millis() >= until || nanos() >= untilNanos;
    }

    void next() {
      step = step == 0 || test.clock.millis() - until > 30_000 ? 1 : step + 1;
      long wait = Math.round(Math.min(30_000L, 1_000L << Math.min(step - 1, 10)) * 0.75);
      until = test.clock.millis() + wait;
      untilNanos = nanos() + wait * 1_000_000;
    }
  }

  /** A caller that waits, and whether a server refused what it had. */
  private record Waiting(CompletableFuture<CachedCredential> future, boolean refused) {}

  private final TestKeyring test = new TestKeyring().jitter(() -> DICE).byHand().withoutListener();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<CachedCredential> seen = new ArrayList<>();
  private final Map<String, Made> made = new HashMap<>();
  private final KeyringOrigin entry = test.origin(this::issue);

  private Random random = new Random();
  private int issued;
  private boolean failing;
  private boolean flying;
  private @Nullable Made held;
  private Rest failures = new Rest();
  private Rest refusals = new Rest();
  private String story = "";

  @RepeatedTest(3)
  void everyStepOfALongStoryKeepsThePromises(TestReporter reporter) {
    long seed = Seed.of(reporter);
    random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      story = "seed " + seed + ", step " + step;
      switch (random.nextInt(12)) {
        case 0, 1 -> test.clock.advance(Duration.ofMillis(random.nextInt(4_000)));
        case 2 ->
            test.clock.advance(Duration.ofMillis((long) Math.pow(10, random.nextDouble() * 6.5)));
        case 3 -> setWallClock();
        case 4, 5, 6 -> read();
        case 7, 8 -> land();
        case 9 -> failing = random.nextInt(3) == 0;
        case 10 -> refuse();
        default -> cancelOne();
      }
      assertThat(test.byHand.waiting()).as("%s: flights", story).isEqualTo(flying ? 1 : 0);
    }
    assertThat(issued).as("issues in the story").isGreaterThan(STEPS / 100);
  }

  private void setWallClock() {
    if (random.nextInt(20) == 0) {
      test.clock.set(test.clock.instant().plusMillis(random.nextInt(1_200_000) - 600_000));
    }
  }

  private void read() {
    Made now = held;
    boolean resting = !failures.isOver();
    CompletableFuture<CachedCredential> future = TestWaiter.get(entry, REQUEST);
    boolean toTheEnd = failures.step > 0 || (now != null && isHeld(now));
    if (now != null && time(now) < (toTheEnd ? now.end() : now.hard())) {
      flying |= time(now) >= now.renewal() && !isHeld(now) && !resting;
      assertGot(future, now);
    } else if (!flying && resting) {
      assertThat(future).as("%s: fails at once", story).isCompletedExceptionally();
    } else {
      assertThat(future).as("%s: waits", story).isNotDone();
      flying = true;
      waiting.add(new Waiting(future, false));
    }
  }

  /** Runs the flight that is under way, if any. */
  private void land() {
    if (!flying) {
      return;
    }
    int before = issued;
    test.byHand.run();
    flying = false;
    boolean landed = issued > before;
    if (landed) {
      held = made.get("t" + issued);
      failures = new Rest();
    } else {
      failures.next();
    }
    for (Waiting caller : waiting) {
      Made now = held;
      if (caller.future.isCancelled()) {
        continue;
      }
      if (now != null && (landed || (!caller.refused && time(now) < now.end()))) {
        assertGot(caller.future, now);
      } else {
        assertThat(caller.future)
            .as("%s: failed with the flight", story)
            .isCompletedExceptionally();
      }
    }
    waiting.clear();
  }

  /** A server refuses the credential that is held now, or one of before. */
  private void refuse() {
    if (seen.isEmpty()) {
      return;
    }
    CachedCredential refused =
        seen.get(random.nextInt(4) == 0 ? random.nextInt(seen.size()) : seen.size() - 1);
    String value = refused.credential.headers().get("x");
    Made now = held;
    if (now == null || !now.value.equals(value)) {
      // Somebody was faster: the rules of reading apply.
      return;
    }
    boolean held = isHeld(now);
    boolean replaces = refusals.isOver() && failures.isOver() && !held;
    CompletableFuture<CachedCredential> future = TestWaiter.replace(entry, REQUEST, refused);
    if (!flying && !replaces) {
      assertThat(future).as("%s: not worth another", story).isCompletedWithValue(refused);
      return;
    }
    assertThat(future).as("%s: waits for another", story).isNotDone();
    if (!flying) {
      refusals.next();
    }
    flying = true;
    waiting.add(new Waiting(future, true));
    if (random.nextBoolean()) {
      entry.slot(REQUEST).accepted();
      refusals = new Rest();
    }
  }

  private void cancelOne() {
    if (!waiting.isEmpty()) {
      waiting.get(random.nextInt(waiting.size())).future.cancel(true);
    }
  }

  private void assertGot(CompletableFuture<CachedCredential> future, Made expected) {
    assertThat(future).as("%s: at once", story).isDone();
    CachedCredential got = future.join();
    Made known = made.get(got.credential.headers().get("x"));
    assertThat(known).as("%s: the credential", story).isEqualTo(expected);
    assertThat(time(known)).as("%s: before its end", story).isLessThan(known.end());
    if (seen.isEmpty() || seen.get(seen.size() - 1) != got) {
      seen.add(got);
    }
  }

  private long time(Made of) {
    return Math.max(test.clock.millis(), of.born + (nanos() - of.bornNanos) / 1_000_000);
  }

  private boolean isHeld(Made of) {
    return nanos() - of.bornNanos < of.leastAge * 1_000_000 && time(of) < of.end();
  }

  private long nanos() {
    return test.clock.nanos().getAsLong();
  }

  private Credential issue(IssueContext context) throws IOException {
    if (failing) {
      throw new IOException("down");
    }
    issued++;
    long life = LIVES[random.nextInt(LIVES.length)];
    String value = "t" + issued;
    long leastAge = random.nextBoolean() ? 0 : Math.round(life * random.nextDouble());
    context.notReplacedWithin(Duration.ofMillis(leastAge));
    made.put(value, new Made(value, test.clock.millis(), nanos(), life, leastAge));
    Instant end = Instant.ofEpochMilli(test.clock.millis() + life);
    return Credential.of("x", value).reusableUntil(end);
  }
}
