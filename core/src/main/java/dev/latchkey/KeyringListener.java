package dev.latchkey;

/**
 * Receives the events of a keyring, for logs and metrics. No event has a secret, or a key that
 * could sign. Methods are called on the thread on which the event happened, outside of any lock, by
 * several threads at a time. They should return quickly; exceptions are logged as warnings and
 * otherwise ignored.
 */
public interface KeyringListener {

  /** Called when a credential was issued. */
  default void issued(IssuedEvent event) {}

  /**
   * Called when a scheme failed to issue a usable credential. The failure of a part is reported for
   * the part, and not once more for the scheme that is made of it.
   */
  default void issueFailed(IssueFailedEvent event) {}

  /** Called when a server did not accept a credential. */
  default void refused(RefusedEvent event) {}

  /** Called when another key signs from now on. */
  default void keyChanged(KeyChangedEvent event) {}

  /** Called when a key on disk cannot be used, and again when the reason changes. */
  default void keyUnreadable(KeyUnreadableEvent event) {}

  /**
   * Called when the clocks of this machine and of a server differ by another amount than the last
   * event reported.
   */
  default void clockOffset(ClockOffsetEvent event) {}

  /** Called when a request is sent without a credential of the keyring. */
  default void unauthenticated(UnauthenticatedEvent event) {}
}
