package dev.latchkey;

/**
 * How often a retry with another credential was refused as well, in a row. Credentials that depend
 * on the request have a slot each, or none, so that no slot knows that the retries of others were
 * in vain: without this a revoked key costs an issue and a request more for each URL.
 */
final class VainRetries {
  private final TimeSource times;
  private volatile Backoff backoff = Backoff.NONE;

  VainRetries(TimeSource times) {
    this.times = times;
  }

  /** Whether another retry is worth it. */
  boolean isOver() {
    return backoff.isOver(times);
  }

  /** Notes that a retry was accepted, or refused. */
  void retried(boolean accepted) {
    if (accepted) {
      // Nothing is written where calls meet that are accepted.
      if (backoff != Backoff.NONE) {
        backoff = Backoff.NONE;
      }
    } else if (backoff.isOver(times)) {
      backoff = backoff.next(times);
    }
  }
}
