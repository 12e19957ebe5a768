package dev.latchkey.signatures;

import java.util.Base64;

/**
 * Items as structured fields have them (<a href="https://www.rfc-editor.org/rfc/rfc8941">RFC
 * 8941</a>).
 */
final class StructuredField {
  private StructuredField() {}

  /** Returns bytes as they are written (§4.1.8). */
  static String bytes(byte[] bytes) {
    return ':' + Base64.getEncoder().encodeToString(bytes) + ':';
  }

  /** Returns a text as it is written (§4.1.6). */
  static String string(String text) {
    if (!isPrintable(text)) {
      throw new IllegalArgumentException("nonce and tag must be printable ASCII");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Returns whether a text can be written, which only printable ASCII can. */
  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
