package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The exponential back-off after failures: after the k-th one in a row, a random time between half
 * and all of 1 s · 2^(k−1), at most 30 s. Immutable.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 1_000;
  private static final long MOST_MILLIS = 30_000;

  static final Backoff NONE = new Backoff(0, Long.MIN_VALUE, 0);

  private final int step;
  private final long untilMillis;
  private final long untilNanos;

  private Backoff(int step, long untilMillis, long untilNanos) {
    this.step = step;
    this.untilMillis = untilMillis;
    this.untilNanos = untilNanos;
  }

  /**
   * Returns the next step, from now. After a quiet time longer than the longest step, it is the
   * first step again.
   */
  Backoff next(TimeSource times) {
    return next(times, null);
  }

  /**
   * Returns the next step, from now, which lasts as long as requested.
   *
   * @param asked the requested duration; null to use the back-off's own
   */
  Backoff next(TimeSource times, @Nullable Duration asked) {
    long now = times.millis();
    boolean quiet = step == 0 || now - untilMillis > MOST_MILLIS;
    int next = quiet ? 1 : step + 1;
    long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(next - 1, 10));
    long wait =
        asked != null
            ? asked.toMillis()
            : Math.round(most * (0.5 + 0.5 * times.random().getAsDouble()));
    return new Backoff(next, now + wait, times.nanos().getAsLong() + wait * 1_000_000);
  }

  /**
   * Returns whether either clock says that it is over: a wall clock that is set back must not
   * prolong it.
   */
  boolean isOver(TimeSource times) {
    return step == 0
        || times.millis() >= untilMillis
        || times.nanos().getAsLong() - untilNanos >= 0;
  }

  Instant until() {
    return Instant.ofEpochMilli(untilMillis);
  }
}
