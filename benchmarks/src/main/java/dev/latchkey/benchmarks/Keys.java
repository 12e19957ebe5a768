package dev.latchkey.benchmarks;

import dev.latchkey.testing.TestKeys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;

/** Keys of this run, known to nobody else and written nowhere. */
final class Keys {
  private Keys() {}

  /** A secret of 32 visible characters, which all the libraries take for HS256. */
  static String secret() {
    return secret(24);
  }

  /** A secret of 64 visible characters, which all the libraries take for HS512. */
  static String longSecret() {
    return secret(48);
  }

  private static String secret(int length) {
    byte[] random = new byte[length];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** A key for an algorithm of RFC 7518 or RFC 8037. */
  static KeyPair pair(String alg) {
    return switch (alg) {
      case "ES256" -> TestKeys.ec();
      case "ES384" -> TestKeys.ec("secp384r1");
      case "ES512" -> TestKeys.ec("secp521r1");
      case "EdDSA" -> TestKeys.ed25519();
      default -> TestKeys.rsa();
    };
  }
}
