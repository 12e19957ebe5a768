package dev.latchkey;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.RSAPublicKeySpec;

/** Makes one signature with a key, since a damaged one can be read and cannot sign. */
final class RsaProbe {
  private static final byte[] MESSAGE = {'l', 'a', 't', 'c', 'h', 'k', 'e', 'y'};

  private RsaProbe() {}

  /**
   * Checks a key. Without its public exponent, a signature can be made and not verified.
   *
   * @throws KeyFault if its signature is wrong
   */
  static void check(RSAPrivateKey key) {
    if (!signs(key)) {
      throw new KeyFault("The RSA key is damaged: what it signs cannot be verified; get it anew");
    }
  }

  private static boolean signs(RSAPrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(MESSAGE);
      byte[] signed = signature.sign();
      if (!(key instanceof RSAPrivateCrtKey crt)) {
        return true;
      }
      signature.initVerify(publicKey(crt));
      signature.update(MESSAGE);
      return signature.verify(signed);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Any: a modulus of zero, for one, is an ArithmeticException.
      return false;
    }
  }

  private static PublicKey publicKey(RSAPrivateCrtKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
  }
}
