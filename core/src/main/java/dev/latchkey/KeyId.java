package dev.latchkey;

import static java.util.Objects.requireNonNull;

/** The ids under which vendors know keys. */
final class KeyId {
  private KeyId() {}

  /**
   * Returns an id that was given.
   *
   * @throws KeyFault if it is blank
   */
  static String check(String keyId) {
    if (requireNonNull(keyId, "keyId").isBlank()) {
      throw new KeyFault("The key id is blank; use the one that the vendor shows");
    }
    return keyId;
  }
}
