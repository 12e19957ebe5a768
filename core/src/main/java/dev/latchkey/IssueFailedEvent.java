package dev.latchkey;

import java.time.Duration;

/**
 * A scheme failed to issue a usable credential. A cached credential is used until it ends.
 * Immutable.
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

  /** Returns the origin of the scheme. */
  public Origin origin() {
    return origin;
  }

  /**
   * Returns the failure; {@link CredentialException#nextTry()} says when the scheme will be called
   * again.
   */
  public CredentialException failure() {
    return failure;
  }

  /** Returns the duration from the request for the credential to the failure. */
  public Duration took() {
    return took;
  }

  /** Returns whether a cached credential is still in use, so that no call waited. */
  public boolean isInBackground() {
    return background;
  }

  @Override
  public String toString() {
    return "IssueFailedEvent[" + origin + ", " + failure.getMessage() + "]";
  }
}
