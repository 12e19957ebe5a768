package dev.latchkey;

/**
 * An estimate of a server's clock.
 *
 * @param apart how far the server's clock is ahead in milliseconds, applied or not
 * @param offset what to add to this machine's time, in milliseconds
 */
record ClockEstimate(long apart, long offset, long madeMillis) {
  /** An HTTP date has whole seconds. */
  static final long DATE_RESOLUTION = 1_000;

  static final ClockEstimate UNKNOWN = new ClockEstimate(0, 0, 0);

  /**
   * Returns whether the two differ by half a second or more. Any two that do not differ from a
   * third then differ by less than a second.
   */
  boolean differs(ClockEstimate other) {
    return Math.abs(apart - other.apart) >= DATE_RESOLUTION / 2
        || Math.abs(offset - other.offset) >= DATE_RESOLUTION / 2;
  }
}
