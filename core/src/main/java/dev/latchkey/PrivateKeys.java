package dev.latchkey;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.jspecify.annotations.Nullable;

/** Signs with private keys of any algorithm. */
final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * Returns the default algorithm of a key: {@code RS256}, or that of its curve.
   *
   * @throws KeyFault if it has none
   */
  static SigningAlgorithm algorithm(PrivateKey key) {
    if (key instanceof ECPrivateKey ec) {
      return EcKey.curve(ec).algorithm;
    }
    return key instanceof EdECPrivateKey ? SigningAlgorithm.EDDSA : SigningAlgorithm.RS256;
  }

  /**
   * Returns the material of a key.
   *
   * @throws KeyFault if the algorithm does not fit the key, or the key cannot sign
   */
  static KeyMaterial material(SigningAlgorithm algorithm, PrivateKey key) {
    return switch (algorithm.family()) {
      case HMAC ->
          throw new KeyFault(algorithm + " needs a shared secret, but this is a private key");
      case RSA, RSA_PSS ->
          key instanceof RSAPrivateKey rsa && isVisible(key, "RSA")
              ? RsaKey.material(algorithm, rsa)
              : other(algorithm, "an RSA", key);
      case ECDSA ->
          key instanceof ECPrivateKey ec && isVisible(key, "EC")
              ? EcKey.material(algorithm, ec)
              : other(algorithm, "an EC", key);
      case EDDSA ->
          key instanceof EdECPrivateKey ed && ed.getBytes().isPresent()
              ? Ed25519Key.material(ed)
              : other(algorithm, "an Ed25519", key);
    };
  }

  /**
   * Returns the material of the same key for another algorithm.
   *
   * @throws KeyFault if the algorithm does not fit the key
   */
  static KeyMaterial withAlgorithm(SigningAlgorithm algorithm, KeyMaterial material) {
    byte[] secret = material.secret();
    if (secret != null) {
      return HmacSigner.material(algorithm, secret);
    }
    if (material.privateKey == null) {
      throw new KeyFault(
          "The key signs with " + material.algorithm + " only, not with " + algorithm);
    }
    boolean isRsa =
        algorithm.family() == SigningFamily.RSA || algorithm.family() == SigningFamily.RSA_PSS;
    return isRsa && !material.isBlocking && material.privateKey instanceof RSAPrivateKey rsa
        // Cheap, since a supplier may do it for each token.
        ? RsaKey.material(algorithm, rsa, material.publicKey)
        : withPublicKey(material(algorithm, material.privateKey), material.publicKey);
  }

  private static KeyMaterial withPublicKey(KeyMaterial material, @Nullable PublicKey publicKey) {
    return publicKey == null ? material : GivenPublicKey.material(material, publicKey);
  }

  /**
   * Returns whether the key is accessible and of this algorithm. An RSASSA-PSS key, for example,
   * has the same type, but cannot sign with other algorithms.
   */
  private static boolean isVisible(PrivateKey key, String name) {
    return key.getAlgorithm().equals(name) && key.getEncoded() != null;
  }

  private static KeyMaterial other(SigningAlgorithm algorithm, String kind, PrivateKey key) {
    try {
      return HiddenKey.material(algorithm, key);
    } catch (KeyFault e) {
      if (e.getCause() == null) {
        throw e;
      }
      throw new KeyFault(
          algorithm
              + " needs "
              + kind
              + " private key, but this is a key for "
              + key.getAlgorithm()
              + " that cannot sign with it",
          e.getCause());
    }
  }
}
