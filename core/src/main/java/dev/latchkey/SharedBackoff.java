package dev.latchkey;

/**
 * A {@link Backoff} that several slots share, after attempts in a row that did not help. Thread
 * safe.
 */
final class SharedBackoff {
  private final TimeSource times;
  private volatile Backoff backoff = Backoff.NONE;

  SharedBackoff(TimeSource times) {
    this.times = times;
  }

  /** Returns whether another attempt is worthwhile. */
  boolean isOver() {
    return backoff.isOver(times);
  }

  /** Records whether an attempt helped. */
  void record(boolean helped) {
    if (helped) {
      // Accepted calls of all threads meet here, so they write nothing.
      if (backoff != Backoff.NONE) {
        backoff = Backoff.NONE;
      }
    } else if (backoff.isOver(times)) {
      backoff = backoff.next(times);
    }
  }
}
