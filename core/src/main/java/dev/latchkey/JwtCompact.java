package dev.latchkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes tokens in the compact form of RFC 7515 §3.1, after the text that precedes them. */
final class JwtCompact {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private JwtCompact() {}

  /** Returns the text before a token, then the encoded JOSE header and the first dot. */
  static byte[] head(String before, String headerJson) {
    String encoded = BASE64URL.encodeToString(headerJson.getBytes(StandardCharsets.UTF_8));
    return (before + encoded + '.').getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Returns the text before a token, and the token.
   *
   * @param head what {@link #head} returned
   * @param start the index at which the token starts in {@code head}
   * @param payload the claims, as JSON
   * @throws CredentialException if a remote key cannot sign now
   */
  static String sign(SigningKey key, byte[] head, int start, byte[] payload)
      throws CredentialException {
    byte[] encoded = BASE64URL.encode(payload);
    int end = head.length + encoded.length;
    // Allocated once for all parts: for a short token, copies are a large part of all allocation.
    byte[] value = Arrays.copyOf(head, end + 1 + (key.material.signatureLength * 4 + 2) / 3);
    System.arraycopy(encoded, 0, value, head.length, encoded.length);
    byte[] signature = BASE64URL.encode(sign(key, value, start, end));
    if (value.length != end + 1 + signature.length) {
      value = Arrays.copyOf(value, end + 1 + signature.length);
    }
    value[end] = '.';
    System.arraycopy(signature, 0, value, end + 1, signature.length);
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  private static byte[] sign(SigningKey key, byte[] value, int start, int end)
      throws CredentialException {
    try {
      return key.material.signer.sign(value, start, end);
    } catch (CredentialException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialException("the key could not sign: " + e.getClass().getName(), e);
    }
  }
}
