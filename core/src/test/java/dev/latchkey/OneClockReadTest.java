package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What is noticed, and when, while the wall clock is read alone. */
class OneClockReadTest {
  private static final Duration LIFE = Duration.ofMinutes(5);

  /** When it is renewed, without jitter. */
  private static final Duration FRESH = Duration.ofMinutes(4);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** The monotonic clock starts anywhere, and its numbers may overflow soon after. */
  private static final long ISSUED_NANOS = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

  private final ManualClock wall = ManualClock.at(START.toString());

  /** The age of the credential by the monotonic clock. */
  private long nanos;

  private int nanosRead;
  private final TimeSource times =
      new TimeSource(wall, this::readNanos, () -> 0, TimeSource.ALONE_MILLIS);
  private final CachedCredential credential =
      new CachedCredential(
          Credential.of("x", "t").reusableUntil(START.plus(LIFE)),
          Vary.NOTHING,
          false,
          Duration.ZERO,
          List.of(),
          0,
          START,
          START.toEpochMilli(),
          ISSUED_NANOS,
          0);

  private long readNanos() {
    nanosRead++;
    return ISSUED_NANOS + nanos;
  }

  private boolean isFresh() {
    return credential.isFresh(times, times.millis());
  }

  private void advance(Duration time) {
    advanceWall(time);
    nanos += time.toNanos();
  }

  private void advanceWall(Duration time) {
    wall.set(wall.instant().plus(time));
  }

  @BeforeEach
  void looksAtBothClocks() {
    assertThat(isFresh()).isTrue();
    nanosRead = 0;
  }

  @Test
  void theWallClockIsReadAloneForAWhileAfterBothWere() {
    for (int i = 1; i < TimeSource.ALONE_MILLIS; i++) {
      advance(Duration.ofMillis(1));
      assertThat(isFresh()).isTrue();
    }
    assertThat(credential.hasEndedUnused(times, times.millis())).isFalse();
    assertThat(nanosRead).isZero();

    advance(Duration.ofMillis(1));
    assertThat(isFresh()).isTrue();
    assertThat(nanosRead).isEqualTo(1);
    advance(Duration.ofMillis(1));
    assertThat(isFresh()).isTrue();
    assertThat(nanosRead).isEqualTo(1);
  }

  @Test
  void aWallClockThatIsSetForwardIsNoticedAtOnceAndSoIsASuspendedMachine() {
    advance(Duration.ofMillis(10));
    assertThat(isFresh()).isTrue();

    wall.set(START.plus(FRESH).minusMillis(1));
    assertThat(isFresh()).isTrue();
    wall.set(START.plus(FRESH));
    assertThat(isFresh()).isFalse();
  }

  @Test
  void aWallClockThatIsSetBackOrStandsStillIsNoticedAtOnce() {
    nanos = FRESH.toNanos() - 1;
    assertThat(isFresh()).isTrue();
    nanos = FRESH.toNanos();

    assertThat(isFresh()).as("stands still").isFalse();
    advanceWall(Duration.ofMillis(-1));
    assertThat(isFresh()).as("set back").isFalse();
    advanceWall(Duration.ofHours(-1));
    assertThat(isFresh()).as("set back far").isFalse();
  }

  /** The longest that a change of the wall clock may hide the time that has passed. */
  @Test
  void aWallClockThatIsSetBackToJustAfterTheLastLookIsNoticedWithinThatWhile() {
    advance(FRESH.plusHours(1));
    wall.set(START.plusMillis(1));
    assertThat(isFresh()).isTrue();
    wall.set(START.plusMillis(TimeSource.ALONE_MILLIS - 1));
    assertThat(isFresh()).isTrue();

    wall.set(START.plusMillis(TimeSource.ALONE_MILLIS));
    assertThat(isFresh()).isFalse();
  }

  @Test
  void bothClocksAreReadShortlyBeforeItsRenewal() {
    advance(FRESH.minusMillis(2 * TimeSource.ALONE_MILLIS));
    assertThat(isFresh()).isTrue();

    // The wall clock stands for a while, then runs on.
    nanos = FRESH.toNanos();
    advanceWall(Duration.ofMillis(1));
    assertThat(isFresh()).isFalse();
  }

  @RepeatedTest(3)
  void aWallClockThatRunsAtLeastHalfAsFastHidesNothing(TestReporter reporter) {
    long seed = Seed.of(reporter);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      wall.set(START);
      nanos = 0;
      while (nanos < FRESH.toNanos() + 1_000_000_000) {
        boolean isNearEnd = FRESH.toNanos() - nanos < 1_000_000_000;
        long step = random.nextLong(1, isNearEnd ? 20_000_000 : 20_000_000_000L);
        nanos += step;
        advanceWall(Duration.ofNanos(Math.round(step * (0.5 + random.nextDouble()))));
        boolean both = wall.instant().isBefore(START.plus(FRESH)) && nanos < FRESH.toNanos();
        assertThat(isFresh()).as("seed %s, round %s, nanos %s", seed, i, nanos).isEqualTo(both);
      }
    }
  }

  @Test
  void onlyTheSystemsClockIsReadAlone() {
    assertThat(aloneMillis(Clock.systemUTC())).isEqualTo(TimeSource.ALONE_MILLIS);
    assertThat(aloneMillis(Clock.system(ZoneId.of("Asia/Tokyo"))))
        .isEqualTo(TimeSource.ALONE_MILLIS);
    assertThat(aloneMillis(wall)).isZero();
    assertThat(aloneMillis(Clock.fixed(START, ZoneOffset.UTC))).isZero();
  }

  @Test
  void aUsersClockThatStandsStillHidesNothing() {
    TimeSource users = new TimeSource(wall, this::readNanos, () -> 0);
    assertThat(credential.isFresh(users, users.millis())).isTrue();
    advance(Duration.ofMillis(10));
    assertThat(credential.isFresh(users, users.millis())).isTrue();

    nanos = FRESH.toNanos();
    assertThat(credential.isFresh(users, users.millis())).isFalse();
  }

  private static long aloneMillis(Clock clock) {
    return new TimeSource(clock, System::nanoTime, () -> 0).aloneMillis();
  }
}
