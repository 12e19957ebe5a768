package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A credential that was issued, with the times that bound its use, all told by this machine's
 * clock.
 *
 * <p>Both clocks bound it: its age is the greater of what the wall clock and what the monotonic
 * clock say, so neither a clock that is set back nor a suspended machine keeps it alive.
 */
final class CachedCredential {
  private static final long FOR_GOOD = Long.MAX_VALUE;
  private static final long MOST_AHEAD = Duration.ofMinutes(15).toMillis();
  private static final long MOST_MARGIN = Duration.ofSeconds(60).toMillis();

  final Credential credential;

  /** What the credential depends on. */
  final Vary reads;

  /** How far the server's clock was taken to be ahead, in milliseconds. */
  final long offset;

  /** The time that the scheme was told. */
  final Instant dated;

  private final long bornMillis;
  private final long bornNanos;

  /** From here on it is renewed in the background. */
  final long renewAt;

  /** How long after its birth that is by the monotonic clock. */
  private final long freshNanos;

  /** From here on it is used only if it cannot be renewed. */
  final long hardAt;

  /** From here on it is not used. */
  final long endAt;

  CachedCredential(
      Credential credential,
      Vary reads,
      long offset,
      Instant dated,
      long bornMillis,
      long bornNanos,
      double random) {
    this.credential = credential;
    this.reads = reads;
    this.offset = offset;
    this.dated = dated;
    this.bornMillis = bornMillis;
    this.bornNanos = bornNanos;
    Instant end = credential.end();
    if (end == null) {
      this.renewAt = FOR_GOOD;
      this.freshNanos = FOR_GOOD;
      this.hardAt = FOR_GOOD;
      this.endAt = FOR_GOOD;
      return;
    }
    this.endAt = toMillis(end) - offset;
    if (credential.reuse() == Credential.Reuse.TO_THE_END) {
      this.renewAt = endAt;
      this.freshNanos = nanosFromBirth(renewAt);
      this.hardAt = endAt;
      return;
    }
    long life = endAt - bornMillis;
    long window = Math.min(life / 5, MOST_AHEAD);
    this.renewAt = endAt - window - Math.round(random * (window / 2.0));
    this.freshNanos = nanosFromBirth(renewAt);
    this.hardAt = endAt - Math.min(life / 10, MOST_MARGIN);
  }

  /** The time by which the bounds are judged; costs nothing where there are none. */
  long now(TimeSource times) {
    return renewAt == FOR_GOOD
        ? 0
        : Math.max(
            times.millis(), bornMillis + (times.nanos().getAsLong() - bornNanos) / 1_000_000);
  }

  /**
   * Whether it need not be renewed yet: {@code now(times) < renewAt}, in fewer steps.
   *
   * @param millis what the wall clock told just now
   */
  boolean isFresh(TimeSource times, long millis) {
    return renewAt == FOR_GOOD
        || (millis < renewAt && times.nanos().getAsLong() - bornNanos < freshNanos);
  }

  /** Whether it ended before it could be used once. */
  boolean isDeadOnArrival(TimeSource times) {
    Instant end = credential.end();
    if (end == null) {
      return false;
    }
    // One that is the same only until a second ends, and was dated back, is good for this one use.
    return credential.reuse() == Credential.Reuse.TO_THE_END
        ? !end.isAfter(dated)
        : now(times) >= endAt;
  }

  boolean hasSameHeaders(CachedCredential other) {
    return credential.headers().equals(other.credential.headers());
  }

  boolean isSingleUse() {
    return credential.reuse() == Credential.Reuse.NEVER;
  }

  private long nanosFromBirth(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis - bornMillis);
  }

  private static long toMillis(Instant end) {
    // Far beyond any clock, and still safe to subtract an offset from.
    return end.isAfter(Instant.ofEpochMilli(FOR_GOOD / 2)) ? FOR_GOOD / 2 : end.toEpochMilli();
  }
}
