package dev.latchkey;

import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;

/** Signs with private keys of any algorithm. */
final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * Returns what signs with a key.
   *
   * @throws KeyFault if the algorithm does not fit the key, or the key cannot sign
   */
  static KeyMaterial material(SigningAlgorithm algorithm, PrivateKey key) {
    return switch (algorithm.family()) {
      case HMAC ->
          throw new KeyFault(algorithm + " needs a shared secret, and this is a private key");
      case RSA, RSA_PSS -> {
        if (!(key instanceof RSAPrivateKey rsa)) {
          throw new KeyFault(
              algorithm + " needs an RSA private key, and this is a key for " + key.getAlgorithm());
        }
        yield RsaKey.material(algorithm, rsa);
      }
      case ECDSA, EDDSA -> throw new KeyFault(algorithm + " needs an EC or Ed25519 key");
    };
  }
}
