package dev.latchkey;

import java.time.Duration;

/** The least and the greatest offset that a refusal allows, in milliseconds. */
record ClockBounds(long low, long high, long receivedMillis) {
  private static final long MAXIMUM_OFFSET = Duration.ofMinutes(15).toMillis();

  ClockBounds and(ClockBounds other) {
    return new ClockBounds(
        Math.max(low, other.low), Math.min(high, other.high), other.receivedMillis);
  }

  ClockBounds or(ClockBounds other) {
    return new ClockBounds(
        Math.min(low, other.low), Math.max(high, other.high), other.receivedMillis);
  }

  boolean isEmpty() {
    return low > high;
  }

  ClockEstimate estimate() {
    long apart = low <= 0 && high >= 0 ? 0 : low;
    boolean credible = low >= -MAXIMUM_OFFSET && high <= MAXIMUM_OFFSET;
    return new ClockEstimate(apart, credible ? apart : 0, receivedMillis);
  }
}
