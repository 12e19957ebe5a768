package dev.latchkey;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;

/**
 * Signs with keys that only their provider can use, such as those in a PKCS#11 device. Signing may
 * take a while, since the device may be on the network.
 */
final class HiddenKey {
  private HiddenKey() {}

  /**
   * Returns the material of a key. Signs once, to find out which form the provider supports.
   *
   * @throws KeyFault if the key cannot sign with this algorithm
   */
  static KeyMaterial material(SigningAlgorithm algorithm, PrivateKey key) {
    checkPublicPart(algorithm, key);
    IOException failure = null;
    for (PlatformSigner signer : signers(algorithm, key)) {
      KeySigner checked =
          (array, from, to) -> JoseSignature.of(algorithm, signer.sign(array, from, to));
      try {
        byte[] probe = checked.sign(KeyProbe.MESSAGE, 0, KeyProbe.MESSAGE.length);
        return KeyMaterial.ofHiddenKey(algorithm, checked, probe, key);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new KeyFault(
        "The key is for " + key.getAlgorithm() + " and cannot sign with " + algorithm, failure);
  }

  private static void checkPublicPart(SigningAlgorithm algorithm, PrivateKey key) {
    if (key instanceof RSAKey rsa && rsa.getModulus() != null) {
      RsaKey.checkLength(algorithm, rsa.getModulus().bitLength());
    }
    if (key instanceof ECKey ec
        && ec.getParams() != null
        && algorithm.family() == SigningFamily.ECDSA) {
      EcKey.checkCurve(algorithm, EcKey.curve(ec));
    }
  }

  private static List<PlatformSigner> signers(SigningAlgorithm algorithm, PrivateKey key) {
    return algorithm.family() == SigningFamily.ECDSA
        // Not all providers support the form of JOSE.
        ? List.of(PlatformSigner.of(algorithm, key), PlatformSigner.ofDer(algorithm, key))
        : List.of(PlatformSigner.of(algorithm, key));
  }
}
