package dev.latchkey.examples;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What vendors compute of a request, by the JDK. */
final class VendorHmac {
  private VendorHmac() {}

  static byte[] of(String algorithm, byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(message);
  }

  /** SHA-256 in hexadecimal, of a secret and a message that are text. */
  static String hex(String secret, String message) throws GeneralSecurityException {
    return HexFormat.of().formatHex(of("HmacSHA256", bytes(secret), bytes(message)));
  }

  /** SHA-256 in base64, of a message that is text. */
  static String base64(byte[] secret, String message) throws GeneralSecurityException {
    return Base64.getEncoder().encodeToString(of("HmacSHA256", secret, bytes(message)));
  }

  /** Google's signature of a path and query. */
  static String google(String secret, String target) throws GeneralSecurityException {
    byte[] key = Base64.getUrlDecoder().decode(secret);
    return Base64.getUrlEncoder().encodeToString(of("HmacSHA1", key, bytes(target)));
  }

  /** Kraken's signature of a form. */
  static String kraken(String secret, String path, String nonce, String form)
      throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(nonce + form));
    byte[] message = new byte[path.length() + hash.length];
    System.arraycopy(bytes(path), 0, message, 0, path.length());
    System.arraycopy(hash, 0, message, path.length(), hash.length);
    return Base64.getEncoder()
        .encodeToString(of("HmacSHA512", Base64.getDecoder().decode(secret), message));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
