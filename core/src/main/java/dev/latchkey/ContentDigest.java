package dev.latchkey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes digests by the names of their algorithms. */
final class ContentDigest {
  private ContentDigest() {}

  /**
   * Returns a new digest.
   *
   * @throws IllegalArgumentException if this Java has no such algorithm
   */
  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(
          "bodyDigest must be given an algorithm of MessageDigest, such as SHA-256, but was "
              + algorithm,
          e);
    }
  }
}
