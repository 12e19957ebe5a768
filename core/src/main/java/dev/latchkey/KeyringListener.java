package dev.latchkey;

import java.time.Duration;
import java.util.Optional;

/**
 * Receives the events of a keyring, for logs and meters. No event carries a secret, or a key that
 * could sign. Methods are called on the thread on which the event happened, outside of any lock, by
 * several threads at a time. They should return quickly; what they throw is logged as a warning and
 * otherwise ignored.
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

  /**
   * Another key signs from now on.
   *
   * @param keyId the id under which the vendor knows the key, if it has one
   * @param algorithm its name in a token's header, such as {@code RS256}
   */
  default void keyChanged(Origin origin, Optional<String> keyId, String algorithm) {}

  /**
   * A call gets no credential on any of its hops, because its caller set a header or query
   * parameter that the scheme would set. Called once for each such call. If it is not intended,
   * remove it from the request.
   *
   * @param header the name of the header or of the query parameter
   */
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
