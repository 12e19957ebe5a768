package dev.latchkey;

import static java.util.Objects.requireNonNull;

/** Checks the ids under which vendors know keys. */
final class KeyId {
  private KeyId() {}

  /**
   * Returns the id.
   *
   * @throws KeyFault if it is blank
   */
  static String check(String keyId) {
    if (requireNonNull(keyId, "keyId").isBlank()) {
      throw new KeyFault("The key id must not be blank; use the one that the vendor shows");
    }
    return keyId;
  }
}
