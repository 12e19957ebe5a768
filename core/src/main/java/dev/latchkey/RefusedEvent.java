package dev.latchkey;

/** A server did not accept a credential. Immutable. */
public final class RefusedEvent {
  private final Origin origin;
  private final int status;
  private final boolean retried;

  private RefusedEvent(Origin origin, int status, boolean retried) {
    this.origin = origin;
    this.status = status;
    this.retried = retried;
  }

  /** Returns an event, for tests of listeners. */
  public static RefusedEvent of(Origin origin, int status, boolean retried) {
    return new RefusedEvent(origin, status, retried);
  }

  /** Returns the origin of the scheme. */
  public Origin origin() {
    return origin;
  }

  /** Returns the response's status. */
  public int status() {
    return status;
  }

  /** Returns whether the request is sent again with another credential. */
  public boolean isRetried() {
    return retried;
  }

  @Override
  public String toString() {
    return "RefusedEvent[" + origin + ", " + status + (retried ? ", retried]" : "]");
  }
}
