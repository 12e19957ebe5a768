package dev.latchkey;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Converts a public key to a JWK (<a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517</a>) of
 * the required members only.
 */
final class PublicJwk {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private PublicJwk() {}

  /** Returns the members of a key of RSA, EC or Ed25519, sorted by name. */
  static SortedMap<String, String> of(PublicKey key) {
    SortedMap<String, String> members = new TreeMap<>();
    if (key instanceof RSAPublicKey rsa) {
      members.put("kty", "RSA");
      members.put("n", number(rsa.getModulus()));
      members.put("e", number(rsa.getPublicExponent()));
    } else if (key instanceof ECPublicKey ec) {
      EcCurve curve = EcCurve.of(ec.getParams());
      if (curve == null) {
        throw new IllegalArgumentException("The public key is on an unknown curve");
      }
      members.put("kty", "EC");
      members.put("crv", curve.joseName);
      members.put("x", number(ec.getW().getAffineX(), curve.coordinateLength()));
      members.put("y", number(ec.getW().getAffineY(), curve.coordinateLength()));
    } else {
      byte[] encoded = key.getEncoded();
      members.put("kty", "OKP");
      members.put("crv", "Ed25519");
      // A SubjectPublicKeyInfo of RFC 8410 ends with the key.
      members.put(
          "x",
          BASE64URL.encodeToString(
              Arrays.copyOfRange(encoded, encoded.length - Ed25519Key.LENGTH, encoded.length)));
    }
    return Collections.unmodifiableSortedMap(members);
  }

  /** Returns the thumbprint of RFC 7638 §3. */
  static String thumbprint(Map<String, String> members) {
    return BASE64URL.encodeToString(sha256(JwtJson.object(members)));
  }

  /** Returns the hash of a SubjectPublicKeyInfo in the format of Snowflake. */
  static String fingerprint(PublicKey key) {
    return "SHA256:" + Base64.getEncoder().encodeToString(sha256(key.getEncoded()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  private static String number(BigInteger number) {
    return number(number, (number.bitLength() + 7) / 8);
  }

  /** Returns a number as big-endian bytes of a given length. */
  private static String number(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    byte[] bytes = new byte[length];
    int copied = Math.min(length, signed.length);
    System.arraycopy(signed, signed.length - copied, bytes, length - copied, copied);
    return BASE64URL.encodeToString(bytes);
  }
}
