package dev.latchkey.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
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

  /** An RSA key of 2048 bits. */
  static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key for an algorithm of RFC 7518 or RFC 8037. */
  static KeyPair pair(String alg) {
    return switch (alg) {
      case "ES256" -> ec("secp256r1");
      case "ES384" -> ec("secp384r1");
      case "ES512" -> ec("secp521r1");
      case "EdDSA" -> ed25519();
      default -> rsa();
    };
  }

  private static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key as peers that take no {@code PrivateKey} want it. */
  static String pem(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
