package dev.latchkey;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Makes one signature with a key, because a damaged key may be readable but unable to sign. */
final class KeyProbe {
  static final byte[] MESSAGE = {'l', 'a', 't', 'c', 'h', 'k', 'e', 'y'};

  private final String algorithm;
  private final byte[] signature;

  private KeyProbe(String algorithm, byte[] signature) {
    this.algorithm = algorithm;
    this.signature = signature;
  }

  /**
   * Signs with a key.
   *
   * @param algorithm an algorithm name of {@link Signature}
   * @throws GeneralSecurityException if the key cannot sign
   */
  static KeyProbe sign(String algorithm, PrivateKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(MESSAGE);
    return new KeyProbe(algorithm, signature.sign());
  }

  /** Returns whether a public key verifies the signature, and so belongs to the private key. */
  boolean isOf(PublicKey key) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }
}
