package dev.latchkey.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock that is moved by hand, with a monotonic one beside it; safe for use by many threads. */
public final class ManualClock extends Clock {
  private Instant now;
  private long nanos;

  private ManualClock(Instant now) {
    this.now = now;
  }

  /** A clock that stands at an instant such as {@code 2026-01-01T00:00:00Z}. */
  public static ManualClock at(String instant) {
    return new ManualClock(Instant.parse(instant));
  }

  /** Lets time go by: both clocks move. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** Sets the wall clock, as an administrator may; the monotonic clock does not move. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** The monotonic clock; its origin means nothing. */
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

  /** Not offered: a copy would stand still while this clock is moved. */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("ManualClock is a clock of UTC");
  }
}
