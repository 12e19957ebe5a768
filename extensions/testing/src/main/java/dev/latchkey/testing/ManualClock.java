package dev.latchkey.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock of UTC that stands still until a test moves it, with a monotonic clock beside it. Safe
 * for use by many threads.
 */
public final class ManualClock extends Clock {
  private Instant now;
  private long nanos;

  private ManualClock(Instant now) {
    this.now = now;
  }

  /** Returns a clock that stands at an instant such as {@code 2026-01-01T00:00:00Z}. */
  public static ManualClock at(String instant) {
    return new ManualClock(Instant.parse(instant));
  }

  /** Moves this clock and the monotonic clock. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** Sets this clock, as an administrator may. The monotonic clock does not move. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** Returns the monotonic clock, in nanoseconds since an arbitrary origin. */
  public LongSupplier nanos() {
    return this::readNanos;
  }

  private synchronized long readNanos() {
    return nanos;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /**
   * Throws an exception: a copy would not move with this clock.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("ManualClock is always in UTC");
  }
}
