package dev.latchkey.signatures;

import java.util.Base64;

/**
 * Writes items of structured fields (<a href="https://www.rfc-editor.org/rfc/rfc8941">RFC
 * 8941</a>).
 */
final class StructuredField {
  private StructuredField() {}

  /** Returns the form of bytes (§4.1.8). */
  static String bytes(byte[] bytes) {
    return ':' + Base64.getEncoder().encodeToString(bytes) + ':';
  }

  /** Returns the form of a text (§4.1.6). */
  static String string(String text) {
    if (!isPrintable(text)) {
      throw new IllegalArgumentException("nonce and tag must be printable ASCII");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Returns whether a text is printable ASCII, and so can be written. */
  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
