package dev.latchkey;

import java.time.Duration;

/**
 * The clocks of this machine and of a server differ by another amount than the last event reported.
 * Immutable.
 */
public final class ClockOffsetEvent {
  private final Origin origin;
  private final Duration offset;
  private final boolean applied;

  private ClockOffsetEvent(Origin origin, Duration offset, boolean applied) {
    this.origin = origin;
    this.offset = offset;
    this.applied = applied;
  }

  /** Returns an event, for tests of listeners. */
  public static ClockOffsetEvent of(Origin origin, Duration offset, boolean applied) {
    return new ClockOffsetEvent(origin, offset, applied);
  }

  /** Returns the origin of the server. */
  public Origin origin() {
    return origin;
  }

  /** Returns how far the server's clock is ahead; negative if it is behind. */
  public Duration offset() {
    return offset;
  }

  /**
   * Returns whether later credentials are dated by the server's clock; false if the clocks are more
   * than 15 minutes apart.
   */
  public boolean isApplied() {
    return applied;
  }

  @Override
  public String toString() {
    return "ClockOffsetEvent[" + origin + ", " + offset + (applied ? ", applied]" : "]");
  }
}
