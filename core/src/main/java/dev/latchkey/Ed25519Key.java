package dev.latchkey;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/** Signs with Ed25519 keys whose seed is accessible. */
final class Ed25519Key {
  static final int LENGTH = 32;

  private Ed25519Key() {}

  /**
   * Returns the material of a key. Signs once, so that a damaged key is found before it is used.
   *
   * @throws KeyFault if the key is for another curve, or damaged
   */
  static KeyMaterial material(EdECPrivateKey key) {
    byte[] seed = key.getBytes().orElseGet(() -> new byte[0]);
    if (!key.getParams().getName().equals("Ed25519") || seed.length != LENGTH) {
      throw new KeyFault(
          SigningAlgorithm.EDDSA + " needs an Ed25519 key, but this is one for another curve");
    }
    return KeyMaterial.ofPrivateKey(
        SigningAlgorithm.EDDSA,
        PlatformSigner.of(SigningAlgorithm.EDDSA, key),
        SigningAlgorithm.EDDSA.signatureLength(),
        key,
        publicKey(key, seed),
        seed);
  }

  /**
   * Returns the private key of RFC 8032 §5.1.5.
   *
   * @throws KeyFault if the seed does not have 32 bytes
   */
  static EdECPrivateKey privateKey(byte[] seed) {
    if (seed.length != LENGTH) {
      throw new KeyFault(
          "The seed of an Ed25519 key must have 32 bytes, but had "
              + seed.length
              + "; if it has 64, use the first 32");
    }
    try {
      return (EdECPrivateKey)
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.clone()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no Ed25519", e);
    }
  }

  /**
   * Returns the public key. The platform derives it only while it generates a key, so it generates
   * this one, from its seed.
   */
  private static PublicKey publicKey(EdECPrivateKey key, byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Ed25519Seed(seed));
      KeyPair pair = generator.generateKeyPair();
      if (KeyProbe.sign("Ed25519", key).isOf(pair.getPublic())) {
        return pair.getPublic();
      }
    } catch (GeneralSecurityException e) {
      // Then the key cannot sign.
    }
    throw new KeyFault("The Ed25519 key cannot sign on this Java");
  }
}
