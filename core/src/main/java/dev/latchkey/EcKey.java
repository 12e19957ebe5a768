package dev.latchkey;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** Signs with EC keys whose private value is accessible. */
final class EcKey {
  private EcKey() {}

  /**
   * Returns the material of a key. Signs once, so that a damaged key is found before it is used.
   *
   * @throws KeyFault if the algorithm is for another curve, or the key is damaged
   */
  static KeyMaterial material(SigningAlgorithm algorithm, ECPrivateKey key) {
    EcCurve curve = curve(key);
    checkCurve(algorithm, curve);
    return KeyMaterial.ofPrivateKey(
        algorithm,
        PlatformSigner.of(algorithm, key),
        algorithm.signatureLength(),
        key,
        publicKey(key, curve),
        key.getS().toByteArray());
  }

  /**
   * @throws KeyFault if it is not a curve of JOSE
   */
  static EcCurve curve(ECKey key) {
    EcCurve curve = EcCurve.of(key.getParams());
    if (curve == null) {
      throw new KeyFault("The EC key must be on the curve P-256, P-384 or P-521");
    }
    return curve;
  }

  static void checkCurve(SigningAlgorithm algorithm, EcCurve curve) {
    EcCurve needed = EcCurve.of(algorithm);
    if (curve != needed) {
      throw new KeyFault(
          algorithm
              + " needs an EC key on "
              + needed.joseName
              + ", but this one is on "
              + curve.joseName
              + "; use "
              + curve.algorithm);
    }
  }

  /**
   * Returns the private key with a value.
   *
   * @throws GeneralSecurityException if there is no such key
   */
  static ECPrivateKey privateKey(EcCurve curve, BigInteger number) throws GeneralSecurityException {
    ECParameterSpec parameters = curve.parameters();
    if (number.signum() <= 0 || number.compareTo(parameters.getOrder()) >= 0) {
      throw damaged();
    }
    return (ECPrivateKey)
        KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number, parameters));
  }

  /**
   * Returns the public key, which the platform does not derive: a Diffie-Hellman exchange with the
   * curve's generator gives its x, x gives two y, and a signature shows which one it is.
   */
  private static PublicKey publicKey(ECPrivateKey key, EcCurve curve) {
    try {
      KeyProbe probe = KeyProbe.sign("SHA256withECDSA", key);
      ECParameterSpec parameters = curve.parameters();
      BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
      BigInteger x = x(key, parameters);
      BigInteger a = parameters.getCurve().getA();
      BigInteger square = x.pow(2).add(a).multiply(x).add(parameters.getCurve().getB());
      // The root modulo p, because all three p are 3 modulo 4.
      BigInteger y = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
      for (BigInteger each : new BigInteger[] {y, p.subtract(y)}) {
        PublicKey candidate = publicKey(new ECPoint(x, each), parameters);
        if (probe.isOf(candidate)) {
          return candidate;
        }
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      // Any exception: providers differ in what they throw for damaged keys.
    }
    throw damaged();
  }

  private static BigInteger x(ECPrivateKey key, ECParameterSpec parameters)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(publicKey(parameters.getGenerator(), parameters), true);
    return new BigInteger(1, agreement.generateSecret());
  }

  private static PublicKey publicKey(ECPoint point, ECParameterSpec parameters)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
  }

  private static KeyFault damaged() {
    return new KeyFault("The EC key is damaged: what it signs cannot be verified; get a new copy");
  }
}
