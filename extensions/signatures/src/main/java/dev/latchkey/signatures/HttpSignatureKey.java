package dev.latchkey.signatures;

import dev.latchkey.SigningKey;
import java.util.function.Function;

/** Checks keys against the requirements of RFC 9421. */
final class HttpSignatureKey {
  private HttpSignatureKey() {}

  /**
   * Returns the key if it can sign, else throws the exception that {@code failure} makes of the
   * reason.
   */
  static <E extends Exception> SigningKey checked(SigningKey key, Function<String, E> failure)
      throws E {
    if (algorithm(key).isEmpty()) {
      throw failure.apply(
          "The key must be for PS512, RS256, HS256, ES256, ES384 or EdDSA, but was for "
              + (key.algorithm() + "; see SigningKey.withAlgorithm"));
    }
    if (!StructuredField.isPrintable(key.keyId().orElse(""))) {
      throw failure.apply("The key id must be printable ASCII");
    }
    return key;
  }

  /** Returns the name of a key's algorithm (§3.3); empty if it has none. */
  static String algorithm(SigningKey key) {
    return switch (key.algorithm()) {
      case PS512 -> "rsa-pss-sha512";
      case RS256 -> "rsa-v1_5-sha256";
      case HS256 -> "hmac-sha256";
      case ES256 -> "ecdsa-p256-sha256";
      case ES384 -> "ecdsa-p384-sha384";
      case EDDSA -> "ed25519";
      default -> "";
    };
  }
}
