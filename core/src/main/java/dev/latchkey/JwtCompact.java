package dev.latchkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes tokens in the compact form of RFC 7515 §3.1, after the text that precedes them. */
final class JwtCompact {
  private JwtCompact() {}

  /** Returns the text before a token, then the encoded JOSE header and the first dot. */
  static byte[] head(String before, JsonBytes header) {
    JsonBytes head = new JsonBytes(before.getBytes(StandardCharsets.US_ASCII), 0);
    head.appendEncoded(header.toArray());
    head.append('.');
    return head.toArray();
  }

  /**
   * Returns a token to which the claims are to be appended.
   *
   * @param head what {@link #head} returned
   * @param claims the expected length of the claims
   */
  static JsonBytes begin(byte[] head, int claims, SigningKey key) {
    // Allocated once for all parts: for a short token, copies are a large part of all allocation.
    int signature = Base64Url.length(key.material.signatureLength);
    return new JsonBytes(head, head.length + Base64Url.length(claims) + 1 + signature);
  }

  /**
   * Returns the text before a token, and the token.
   *
   * @param token what {@link #begin} returned, and the claims
   * @param start the index at which the token starts, after the text before it
   * @param claims the index at which the claims start
   * @throws CredentialException if a remote key cannot sign now
   */
  static String sign(SigningKey key, JsonBytes token, int start, int claims)
      throws CredentialException {
    token.encodeFrom(claims);
    byte[] signature = signature(key, token, start);
    token.append('.');
    token.appendEncoded(signature);
    return token.toAscii();
  }

  private static byte[] signature(SigningKey key, JsonBytes token, int start)
      throws CredentialException {
    try {
      return token.sign(key.material.signer, start);
    } catch (CredentialException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialException("the key could not sign: " + e.getClass().getName(), e);
    }
  }
}
