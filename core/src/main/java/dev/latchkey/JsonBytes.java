package dev.latchkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes JSON as UTF-8 into an array that grows, and encodes it there: a text would be copied for
 * each of its forms, and the copies took longer than the writing. Not thread-safe.
 */
final class JsonBytes {
  private byte[] bytes;
  private int length;

  JsonBytes(int expectedLength) {
    this.bytes = new byte[expectedLength];
  }

  /** Starts with other bytes. */
  JsonBytes(byte[] start, int expectedLength) {
    this.bytes = Arrays.copyOf(start, Math.max(start.length, expectedLength));
    this.length = start.length;
  }

  int length() {
    return length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Replaces what follows the first {@code start} bytes by its base64url form. */
  void encodeFrom(int start) {
    int plain = length - start;
    int end = start + Base64Url.length(plain);
    reserve(end - length);
    // At the end of the array, nothing is overwritten before it is read.
    int from = bytes.length - plain;
    System.arraycopy(bytes, start, bytes, from, plain);
    Base64Url.encode(bytes, from, plain, bytes, start);
    length = end;
  }

  /** Appends the base64url form of other bytes. */
  void appendEncoded(byte[] plain) {
    int more = Base64Url.length(plain.length);
    reserve(more);
    Base64Url.encode(plain, 0, plain.length, bytes, length);
    length += more;
  }

  /** Returns the signature of what follows the first {@code start} bytes. */
  byte[] sign(KeySigner signer, int start) throws IOException {
    return signer.sign(bytes, start, length);
  }

  /** Returns the bytes as text; all are ASCII. */
  String toAscii() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Drops the last bytes. */
  void drop(int count) {
    length -= count;
  }

  void set(int at, char ascii) {
    bytes[at] = (byte) ascii;
  }

  void append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  void append(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
  }

  /** Appends a text of ASCII characters as it is. */
  void append(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
  }

  /** Appends a text in quotes. */
  void string(String text) {
    append('"');
    for (int i = appendPlainStart(text); i < text.length(); i++) {
      character(text.charAt(i));
    }
    append('"');
  }

  /** Appends the characters before the first that is not written as it is; returns its index. */
  private int appendPlainStart(String text) {
    reserve(text.length());
    // Almost all texts are plain as a whole, and the compiler keeps what is local in registers.
    byte[] out = bytes;
    int start = length;
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      out[start + i] = (byte) text.charAt(i);
      i++;
    }
    length = start + i;
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
  }

  private void character(char c) {
    if (isPlain(c)) {
      append(c);
    } else if (c == '"' || c == '\\') {
      append('\\');
      append(c);
    } else if (c < ' ' || Character.isSurrogate(c)) {
      // Surrogates, because a lone one would become '?' in UTF-8.
      append("\\u");
      append(HexFormat.of().toHexDigits(c));
    } else {
      utf8(c);
    }
  }

  /** Appends a character of two or three bytes. */
  private void utf8(char c) {
    reserve(3);
    if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | (c >> 6));
    } else {
      bytes[length++] = (byte) (0xE0 | (c >> 12));
      bytes[length++] = (byte) (0x80 | (c >> 6 & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (c & 0x3F));
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
