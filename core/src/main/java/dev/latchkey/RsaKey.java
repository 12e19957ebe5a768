package dev.latchkey;

import com.auth0.jwt.algorithms.Algorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Signs with RSA keys whose numbers are accessible. */
final class RsaKey {
  private static final int LEAST_BITS = 2048;

  private RsaKey() {}

  /**
   * Returns the material of a key. Signs once, so that a damaged key is found before it is used.
   *
   * @throws KeyFault if the key is short or damaged
   */
  static KeyMaterial material(SigningAlgorithm algorithm, RSAPrivateKey key) {
    checkLength(algorithm, key.getModulus().bitLength());
    return material(algorithm, key, publicKey(key));
  }

  /** Returns the material of a key that has signed before. */
  static KeyMaterial material(
      SigningAlgorithm algorithm, RSAPrivateKey key, @Nullable PublicKey publicKey) {
    return KeyMaterial.ofPrivateKey(
        algorithm,
        signer(algorithm, key),
        (key.getModulus().bitLength() + 7) / 8,
        key,
        publicKey,
        key.getModulus().toByteArray());
  }

  /**
   * @throws KeyFault if the modulus is too short
   */
  static void checkLength(SigningAlgorithm algorithm, int bits) {
    if (bits < LEAST_BITS) {
      throw new KeyFault(
          "The RSA key must have at least "
              + LEAST_BITS
              + " bits for "
              + algorithm
              + ", but had "
              + bits);
    }
  }

  private static KeySigner signer(SigningAlgorithm algorithm, RSAPrivateKey key) {
    if (algorithm.family() == SigningFamily.RSA_PSS) {
      return PlatformSigner.of(algorithm, key);
    }
    Algorithm signer =
        switch (algorithm.hashBits()) {
          case 256 -> Algorithm.RSA256(null, key);
          case 384 -> Algorithm.RSA384(null, key);
          default -> Algorithm.RSA512(null, key);
        };
    return (array, from, to) -> signer.sign(Arrays.copyOfRange(array, from, to));
  }

  /**
   * Returns the public key; null if the key does not reveal its exponent and it is not the usual
   * one.
   */
  private static @Nullable PublicKey publicKey(RSAPrivateKey key) {
    try {
      KeyProbe probe = KeyProbe.sign("SHA256withRSA", key);
      boolean told = key instanceof RSAPrivateCrtKey;
      BigInteger exponent =
          key instanceof RSAPrivateCrtKey crt ? crt.getPublicExponent() : RSAKeyGenParameterSpec.F4;
      PublicKey publicKey =
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent));
      if (probe.isOf(publicKey)) {
        return publicKey;
      }
      if (!told) {
        return null;
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      // Any exception: a modulus of zero, for example, is an ArithmeticException.
    }
    throw new KeyFault("The RSA key is damaged: what it signs cannot be verified; get a new copy");
  }
}
