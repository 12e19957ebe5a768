package dev.latchkey;

import java.time.Duration;

/**
 * A scheme issued nothing usable. A credential that is at hand is used until it ends. Immutable.
 */
public final class IssueFailedEvent {
  private final Origin origin;
  private final CredentialException failure;
  private final Duration took;
  private final boolean background;

  private IssueFailedEvent(
      Origin origin, CredentialException failure, Duration took, boolean background) {
    this.origin = origin;
    this.failure = failure;
    this.took = took;
    this.background = background;
  }

  /** Returns an event, for tests of listeners. */
  public static IssueFailedEvent of(
      Origin origin, CredentialException failure, Duration took, boolean background) {
    return new IssueFailedEvent(origin, failure, took, background);
  }

  /** Returns the origin whose scheme it is about. */
  public Origin origin() {
    return origin;
  }

  /**
   * Returns why; {@link CredentialException#nextTry()} says when the scheme will be asked again.
   */
  public CredentialException failure() {
    return failure;
  }

  /** Returns how long it took, from when it was asked for. */
  public Duration took() {
    return took;
  }

  /** Returns whether a credential is still in use, so that no call waited for another. */
  public boolean isInBackground() {
    return background;
  }

  @Override
  public String toString() {
    return "IssueFailedEvent[" + origin + ", " + failure.getMessage() + "]";
  }
}
