package dev.latchkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads private keys of RSA, EC and Ed25519 from DER. */
final class DerKey {
  private static final String DAMAGED =
      "the PEM is damaged, or holds no RSA, EC or Ed25519 key; get a new copy";

  /** The tag [0] of the curve in RFC 5915 §3. */
  private static final int PARAMETERS = 0xa0;

  /** SEQUENCE { OID rsaEncryption, NULL }, the AlgorithmIdentifier of RFC 8017 §A.1. */
  private static final byte[] RSA_ENCRYPTION =
      new BigInteger("300d06092a864886f70d0101010500", 16).toByteArray();

  private DerKey() {}

  /**
   * Returns a key of the form that {@link DerForm} found.
   *
   * @throws KeyFault if it is damaged, or on an unknown curve
   */
  static PrivateKey privateKey(DerKind kind, byte[] der) {
    try {
      return switch (kind) {
        case EC_PKCS8 -> ecOfPkcs8(sequence(der));
        case SEC1 -> sec1(sequence(der), null);
        case ED25519_PKCS8 -> ed25519(sequence(der));
        case PKCS1 -> rsa(toPkcs8(der));
        default -> rsa(der);
      };
    } catch (KeyFault e) {
      throw e;
    } catch (GeneralSecurityException
        | BufferUnderflowException
        | IllegalArgumentException
        | ClassCastException e) {
      throw new KeyFault(DAMAGED);
    }
  }

  private static ByteBuffer sequence(byte[] der) {
    return Der.enter(ByteBuffer.wrap(der), Der.SEQUENCE);
  }

  private static PrivateKey rsa(byte[] pkcs8) throws GeneralSecurityException {
    return (RSAPrivateKey)
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** Wraps a key of RFC 8017 §A.1.2 into a PrivateKeyInfo of RFC 5208 §5, which the JDK reads. */
  private static byte[] toPkcs8(byte[] pkcs1) {
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes(new byte[] {2, 1, 0});
    info.writeBytes(RSA_ENCRYPTION);
    info.writeBytes(Der.element(Der.OCTET_STRING, pkcs1));
    return Der.element(Der.SEQUENCE, info.toByteArray());
  }

  private static PrivateKey ecOfPkcs8(ByteBuffer info) throws GeneralSecurityException {
    Der.enter(info, Der.INTEGER);
    ByteBuffer algorithm = Der.enter(info, Der.SEQUENCE);
    Der.enter(algorithm, Der.OID);
    return sec1(sequence(Der.bytes(info, Der.OCTET_STRING)), algorithm);
  }

  /**
   * Returns the key of an ECPrivateKey of RFC 5915 §3.
   *
   * @param parameters the curve if the enclosing structure has it; else null
   */
  private static PrivateKey sec1(ByteBuffer key, @Nullable ByteBuffer parameters)
      throws GeneralSecurityException {
    Der.enter(key, Der.INTEGER);
    BigInteger number = new BigInteger(1, Der.bytes(key, Der.OCTET_STRING));
    ByteBuffer told = parameters == null ? Der.enter(key, PARAMETERS) : parameters;
    EcCurve curve = Der.tag(told) == Der.OID ? EcCurve.ofOid(Der.oid(told)) : null;
    if (curve == null) {
      throw new KeyFault(
          "this is an EC key on an unknown curve; create one with: openssl ecparam -name prime256v1"
              + " -genkey -noout");
    }
    return EcKey.privateKey(curve, number);
  }

  private static PrivateKey ed25519(ByteBuffer info) {
    Der.enter(info, Der.INTEGER);
    Der.enter(info, Der.SEQUENCE);
    ByteBuffer octets = Der.enter(info, Der.OCTET_STRING);
    byte[] seed = Der.bytes(octets, Der.OCTET_STRING);
    if (seed.length != Ed25519Key.LENGTH) {
      throw new KeyFault(DAMAGED);
    }
    return Ed25519Key.privateKey(seed);
  }
}
