package dev.latchkey;

/** A key on disk cannot be used; the last good one stays in use. Immutable. */
public final class KeyUnreadableEvent {
  private final Origin origin;
  private final String problem;

  private KeyUnreadableEvent(Origin origin, String problem) {
    this.origin = origin;
    this.problem = problem;
  }

  /** Returns an event, for tests of listeners. */
  public static KeyUnreadableEvent of(Origin origin, String problem) {
    return new KeyUnreadableEvent(origin, problem);
  }

  /** Returns the origin of the scheme. */
  public Origin origin() {
    return origin;
  }

  /** Returns the problem, with the name of the file. */
  public String problem() {
    return problem;
  }

  @Override
  public String toString() {
    return "KeyUnreadableEvent[" + origin + ", " + problem + "]";
  }
}
