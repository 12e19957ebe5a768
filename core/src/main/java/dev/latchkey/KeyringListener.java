package dev.latchkey;

/**
 * Receives the events of a keyring, for logs and meters. No event carries a secret, or a key that
 * could sign. Methods are called on the thread on which the event happened, outside of any lock, by
 * several threads at a time. They should return quickly; what they throw is logged as a warning and
 * otherwise ignored.
 */
public interface KeyringListener {

  /** A credential was issued. */
  default void issued(IssuedEvent event) {}

  /**
   * A scheme issued nothing usable. A part that failed is told for itself, and not once more for
   * the scheme that is made of it.
   */
  default void issueFailed(IssueFailedEvent event) {}

  /** A server did not accept a credential. */
  default void refused(RefusedEvent event) {}

  /** Another key signs from now on. */
  default void keyChanged(KeyChangedEvent event) {}

  /** A key on disk cannot be used. Told again when the reason changes. */
  default void keyUnreadable(KeyUnreadableEvent event) {}

  /** The clocks of this machine and of a server differ by another amount than was told before. */
  default void clockOffset(ClockOffsetEvent event) {}

  /** A request goes out without a credential of the keyring. */
  default void unauthenticated(UnauthenticatedEvent event) {}
}
