package dev.latchkey;

import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;

/** Signs with private keys of any algorithm. */
final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * Returns the algorithm of a key unless another one is named: {@code RS256}, or that of its
   * curve.
   *
   * @throws KeyFault if there is none
   */
  static SigningAlgorithm algorithm(PrivateKey key) {
    if (key instanceof ECPrivateKey ec) {
      return EcKey.curve(ec).algorithm;
    }
    return key instanceof EdECPrivateKey ? SigningAlgorithm.EDDSA : SigningAlgorithm.RS256;
  }

  /**
   * Returns what signs with a key.
   *
   * @throws KeyFault if the algorithm does not fit the key, or the key cannot sign
   */
  static KeyMaterial material(SigningAlgorithm algorithm, PrivateKey key) {
    return switch (algorithm.family()) {
      case HMAC ->
          throw new KeyFault(algorithm + " needs a shared secret, and this is a private key");
      case RSA, RSA_PSS ->
          RsaKey.material(algorithm, cast(RSAPrivateKey.class, algorithm, "an RSA", key));
      case ECDSA -> EcKey.material(algorithm, cast(ECPrivateKey.class, algorithm, "an EC", key));
      case EDDSA -> Ed25519Key.material(cast(EdECPrivateKey.class, algorithm, "an Ed25519", key));
    };
  }

  private static <T> T cast(
      Class<T> type, SigningAlgorithm algorithm, String kind, PrivateKey key) {
    if (!type.isInstance(key)) {
      throw new KeyFault(
          algorithm
              + " needs "
              + kind
              + " private key, and this is a key for "
              + key.getAlgorithm());
    }
    return type.cast(key);
  }
}
