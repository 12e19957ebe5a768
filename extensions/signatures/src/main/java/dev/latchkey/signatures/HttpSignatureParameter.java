package dev.latchkey.signatures;

import dev.latchkey.SigningKey;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A parameter of signatures (RFC 9421 §2.3). */
@FunctionalInterface
interface HttpSignatureParameter {
  SecureRandom RANDOM = new SecureRandom();

  /** Returns the value for a time in seconds, as it is written; empty if there is none. */
  String value(SigningKey key, long now);

  /** Returns name and value as they are written. */
  default String written(String name, SigningKey key, long now) {
    String value = value(key, now);
    return value.isEmpty() ? "" : ";" + name + "=" + value;
  }

  /** Returns why a key cannot sign; null if it can. */
  static @Nullable String fault(@Nullable SigningKey key) {
    if (key == null) {
      return "The supplier of the signing key gave null";
    } else if (algorithm(key).isEmpty()) {
      return "The key must be for PS512, RS256, HS256, ES256, ES384 or EdDSA, but was for "
          + key.algorithm()
          + "; see SigningKey.withAlgorithm";
    }
    return isPrintable(key.keyId().orElse("")) ? null : "The key id must be printable ASCII";
  }

  static String keyId(SigningKey key) {
    return key.keyId().map(HttpSignatureParameter::string).orElse("");
  }

  static String algorithm(SigningKey key) {
    return switch (key.algorithm()) {
      case PS512 -> "\"rsa-pss-sha512\"";
      case RS256 -> "\"rsa-v1_5-sha256\"";
      case HS256 -> "\"hmac-sha256\"";
      case ES256 -> "\"ecdsa-p256-sha256\"";
      case ES384 -> "\"ecdsa-p384-sha384\"";
      case EDDSA -> "\"ed25519\"";
      default -> "";
    };
  }

  static String randomNonce() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns a text as a structured field has it (RFC 8941 §4.1.6). */
  static String string(String text) {
    if (!isPrintable(text)) {
      throw new IllegalArgumentException("nonce and tag must be printable ASCII");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
