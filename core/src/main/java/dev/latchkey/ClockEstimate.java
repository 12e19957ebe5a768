package dev.latchkey;

/**
 * What is known of a server's clock.
 *
 * @param apart how far the server's clock is ahead, applied or not
 * @param offset what to add to this machine's time
 */
record ClockEstimate(long apart, long offset, long madeMillis) {
  /** An HTTP date has whole seconds. */
  static final long DATE_RESOLUTION = 1_000;

  static final ClockEstimate UNKNOWN = new ClockEstimate(0, 0, 0);

  /** Half a second, so that any two that do not differ from a third differ by less than one. */
  boolean differs(ClockEstimate other) {
    return Math.abs(apart - other.apart) >= DATE_RESOLUTION / 2
        || Math.abs(offset - other.offset) >= DATE_RESOLUTION / 2;
  }
}
