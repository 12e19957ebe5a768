package dev.latchkey;

/**
 * Limits retries after several in a row were refused too. Credentials that depend on the request
 * have one slot each, or none, so no slot knows that the retries of others were refused: without
 * this limit, a revoked key would cause one more issue and request for each URL.
 */
final class VainRetries {
  private final TimeSource times;
  private volatile Backoff backoff = Backoff.NONE;

  VainRetries(TimeSource times) {
    this.times = times;
  }

  /** Returns whether another retry is worthwhile. */
  boolean isOver() {
    return backoff.isOver(times);
  }

  /** Records whether a retry was accepted. */
  void retried(boolean accepted) {
    if (accepted) {
      // Accepted calls of all threads meet here, so they write nothing.
      if (backoff != Backoff.NONE) {
        backoff = Backoff.NONE;
      }
    } else if (backoff.isOver(times)) {
      backoff = backoff.next(times);
    }
  }
}
