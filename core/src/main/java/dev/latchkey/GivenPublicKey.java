package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** Adds a public key that the user has to keys that do not reveal theirs. */
final class GivenPublicKey {
  private GivenPublicKey() {}

  /**
   * Returns the same key with its public key.
   *
   * @throws KeyFault if the public key is not for its algorithm, or does not belong to it, as far
   *     as that can be checked without waiting
   */
  static KeyMaterial material(KeyMaterial material, PublicKey key) {
    requireNonNull(key, "publicKey");
    if (material.secret() != null) {
      throw new KeyFault("A shared secret has no public key");
    }
    checkFits(material.algorithm, key);
    if (material.publicKey != null) {
      if (!material.publicKey.equals(key)) {
        throw notOfThisKey();
      }
      return material;
    }
    checkProbe(material, key);
    return material.with(key);
  }

  private static void checkFits(SigningAlgorithm algorithm, PublicKey key) {
    boolean fits =
        switch (algorithm.family()) {
          case HMAC -> false;
          case RSA, RSA_PSS -> key instanceof RSAPublicKey;
          case ECDSA -> key instanceof ECPublicKey;
          case EDDSA ->
              key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519");
        };
    if (!fits) {
      throw new KeyFault(
          "The public key must be for " + algorithm + ", but was for " + key.getAlgorithm());
    }
    if (key instanceof RSAPublicKey rsa) {
      RsaKey.checkLength(algorithm, rsa.getModulus().bitLength());
    } else if (key instanceof ECPublicKey ec) {
      EcKey.checkCurve(algorithm, EcKey.curve(ec));
    }
  }

  private static void checkProbe(KeyMaterial material, PublicKey key) {
    try {
      byte[] probe = material.probe();
      if (probe != null
          && !PlatformSigner.isVerified(material.algorithm, key, KeyProbe.MESSAGE, probe)) {
        throw notOfThisKey();
      }
    } catch (IOException e) {
      throw new KeyFault("The key could not sign: " + e.getClass().getName(), e);
    }
  }

  private static KeyFault notOfThisKey() {
    return new KeyFault(
        "The public key must belong to the private key, but does not verify its signatures");
  }
}
