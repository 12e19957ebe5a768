package dev.latchkey.signatures;

import dev.latchkey.SigningKey;
import org.jspecify.annotations.Nullable;

/** What RFC 9421 wants of a key. */
final class HttpSignatureKey {
  private HttpSignatureKey() {}

  /** Returns why a key cannot sign; null if it can. */
  static @Nullable String fault(SigningKey key) {
    if (algorithm(key).isEmpty()) {
      return "The key must be for PS512, RS256, HS256, ES256, ES384 or EdDSA, but was for "
          + (key.algorithm() + "; see SigningKey.withAlgorithm");
    }
    return StructuredField.isPrintable(key.keyId().orElse(""))
        ? null
        : "The key id must be printable ASCII";
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
