package dev.latchkey.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Key pairs for tests, and their PEM texts. RSA keys and the key of {@link #ec()} are generated
 * once per JVM; safe for use by many threads.
 */
public final class TestKeys {
  private static final class Rsa {
    static final KeyPair PAIR = rsa(2048);
  }

  private static final class OtherRsa {
    static final KeyPair PAIR = rsa(2048);
  }

  private static final class ShortRsa {
    static final KeyPair PAIR = rsa(1024);
  }

  private static final class Ec {
    static final KeyPair PAIR = ec("secp256r1");
  }

  private TestKeys() {}

  /** Returns an RSA key pair of 2048 bits, the same one each time. */
  public static KeyPair rsa() {
    return Rsa.PAIR;
  }

  /** Returns another RSA key pair of 2048 bits, for a rotation; the same one each time. */
  public static KeyPair otherRsa() {
    return OtherRsa.PAIR;
  }

  /** Returns an RSA key pair of 1024 bits, which is too short for RS256. */
  public static KeyPair shortRsa() {
    return ShortRsa.PAIR;
  }

  /** Returns an EC key pair on P-256, the same one each time. */
  public static KeyPair ec() {
    return Ec.PAIR;
  }

  /** Returns the private key as PKCS#8 in PEM: {@code BEGIN PRIVATE KEY}. */
  public static String pkcs8(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** Returns an RSA private key as PKCS#1 in PEM: {@code BEGIN RSA PRIVATE KEY}. */
  public static String pkcs1(KeyPair rsa) {
    return pem("RSA PRIVATE KEY", insideOfPkcs8(rsa.getPrivate()));
  }

  /**
   * Returns an EC private key as SEC 1 (RFC 5915) in PEM: {@code BEGIN EC PRIVATE KEY}. It does not
   * name the curve.
   */
  public static String sec1(KeyPair ec) {
    return pem("EC PRIVATE KEY", insideOfPkcs8(ec.getPrivate()));
  }

  /**
   * Returns an EC private key as openssl writes it: {@code BEGIN EC PARAMETERS}, then {@code BEGIN
   * EC PRIVATE KEY} with the curve in it.
   */
  public static String sec1OfOpenssl(KeyPair ec) {
    ByteBuffer info = enter(ByteBuffer.wrap(ec.getPrivate().getEncoded()));
    enter(info);
    ByteBuffer algorithm = enter(info);
    enter(algorithm);
    byte[] curve = new byte[algorithm.remaining()];
    algorithm.get(curve);
    byte[] number = number((ECPrivateKey) ec.getPrivate());
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.writeBytes(new byte[] {2, 1, 1, 4, (byte) number.length});
    key.writeBytes(number);
    key.writeBytes(new byte[] {(byte) 0xa0, (byte) curve.length});
    key.writeBytes(curve);
    byte[] head = {0x30, (byte) key.size()};
    byte[] sequence = ByteBuffer.allocate(2 + key.size()).put(head).put(key.toByteArray()).array();
    return pem("EC PARAMETERS", curve) + pem("EC PRIVATE KEY", sequence);
  }

  /** Returns the private value of an EC key, padded to the length of its curve. */
  private static byte[] number(ECPrivateKey key) {
    byte[] number = key.getS().toByteArray();
    int length = (key.getParams().getOrder().bitLength() + 7) / 8;
    byte[] padded = new byte[length];
    int copied = Math.min(length, number.length);
    System.arraycopy(number, number.length - copied, padded, length - copied, copied);
    return padded;
  }

  /** Returns the public key in PEM: {@code BEGIN PUBLIC KEY}. */
  public static String publicKey(KeyPair pair) {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  /**
   * Returns the private key as encrypted PKCS#8 in PEM: {@code BEGIN ENCRYPTED PRIVATE KEY}. The
   * passphrase is {@code test}.
   */
  public static String encrypted(KeyPair pair) {
    try {
      String algorithm = "PBEWithSHA1AndDESede";
      Key password =
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec("test".toCharArray()));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.ENCRYPT_MODE, password);
      byte[] key = cipher.doFinal(pair.getPrivate().getEncoded());
      return pem(
          "ENCRYPTED PRIVATE KEY",
          new EncryptedPrivateKeyInfo(cipher.getParameters(), key).getEncoded());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns a PEM text that looks like OpenSSL's older form of an encrypted RSA key. Its body is
   * not encrypted, and no passphrase opens it.
   */
  public static String encryptedPkcs1(KeyPair rsa) {
    String begin = "-----BEGIN RSA PRIVATE KEY-----\n";
    return pkcs1(rsa)
        .replace(
            begin,
            begin + "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899\n\n");
  }

  /** Returns a PEM block labelled as a certificate. Its content is not a certificate. */
  public static String certificate() {
    return pem("CERTIFICATE", "not really a certificate".getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a PEM block with a label such as {@code PRIVATE KEY}. */
  public static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** Returns the OCTET STRING of PKCS#8: SEQUENCE { version, algorithm, OCTET STRING }. */
  private static byte[] insideOfPkcs8(Key key) {
    ByteBuffer info = enter(ByteBuffer.wrap(key.getEncoded()));
    enter(info);
    enter(info);
    ByteBuffer octets = enter(info);
    byte[] inside = new byte[octets.remaining()];
    octets.get(inside);
    return inside;
  }

  /** Returns the content of the next element, and moves {@code der} behind it. */
  private static ByteBuffer enter(ByteBuffer der) {
    der.get();
    int length = der.get() & 0xff;
    if (length > 0x80) {
      int bytes = length - 0x80;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | (der.get() & 0xff);
      }
    }
    ByteBuffer content = der.slice().limit(length);
    der.position(der.position() + length);
    return content;
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a new Ed25519 key pair. */
  public static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a new EC key pair on a curve such as {@code secp384r1}. */
  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
