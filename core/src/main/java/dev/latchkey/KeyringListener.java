package dev.latchkey;

import java.time.Duration;
import java.util.Optional;

/**
 * Told what a keyring does, for logs and meters. No event carries a secret. Methods are called on
 * the thread on which the thing happened, outside of any lock; many threads may call at a time.
 * They should return quickly; what they throw is logged and otherwise ignored.
 */
public interface KeyringListener {

  /**
   * A credential was issued.
   *
   * @param took how long the scheme took
   * @param inBackground whether it replaces one that is still in use, so that no call waited for it
   */
  default void issued(Origin origin, Duration took, boolean inBackground) {}

  /**
   * The scheme issued nothing usable. {@link CredentialException#nextTry()} says when it will be
   * asked again; a credential that is at hand is used until it ends.
   */
  default void issueFailed(Origin origin, CredentialException failure) {}

  /**
   * The server did not accept a credential.
   *
   * @param status the response's status
   * @param retried whether the request is sent again with another credential
   */
  default void refused(Origin origin, int status, boolean retried) {}

  /** From now on another key signs. */
  default void keyChanged(Origin origin, Optional<String> keyId, String algorithm) {}

  /** A call gets no credential because its caller set one of the headers. */
  default void callersCredential(Origin origin, String header) {}

  /**
   * A key on disk cannot be used; the last good one stays in use. Told again when the reason
   * changes.
   */
  default void keyUnreadable(Origin origin, String problem) {}

  /**
   * The clocks of this machine and of the server differ.
   *
   * @param offset how far the server is ahead; negative if it is behind
   * @param applied whether later credentials are dated by the server's clock; it is not if the
   *     clocks are more than 15 minutes apart
   */
  default void clockOffset(Origin origin, Duration offset, boolean applied) {}
}
