package dev.latchkey;

import java.nio.ByteBuffer;

/**
 * Base64url without padding (RFC 4648 §5), into the middle of an array. The encoder of the Java
 * platform writes to the start of one, from where a token's parts would have to be copied.
 */
final class Base64Url {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** The two characters of each 12 bits, in one number: half of the look-ups and of the writes. */
  private static final char[] PAIRS = new char[1 << 12];

  static {
    for (int bits = 0; bits < PAIRS.length; bits++) {
      PAIRS[bits] = (char) (ALPHABET.charAt(bits >> 6) << 8 | ALPHABET.charAt(bits & 0x3F));
    }
  }

  private Base64Url() {}

  /** Returns the length of the encoded form. */
  static int length(int bytes) {
    return (bytes * 4 + 2) / 3;
  }

  /**
   * Encodes bytes to {@code out} from {@code at}. The two arrays may be one, if the bytes end where
   * the encoded form does, or behind.
   */
  static void encode(byte[] bytes, int from, int length, byte[] out, int at) {
    ByteBuffer writer = ByteBuffer.wrap(out);
    int end = at;
    int i = from;
    int to = from + length;
    for (; i < to - 2; i += 3) {
      int group = (bytes[i] & 0xFF) << 16 | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF);
      writer.putInt(end, PAIRS[group >> 12 & 0xFFF] << 16 | PAIRS[group & 0xFFF]);
      end += 4;
    }
    if (i == to - 1) {
      writer.putChar(end, PAIRS[(bytes[i] & 0xFF) << 4]);
    } else if (i == to - 2) {
      int last = (bytes[i] & 0xFF) << 10 | (bytes[i + 1] & 0xFF) << 2;
      writer.putChar(end, PAIRS[last >> 6]);
      writer.put(end + 2, (byte) ALPHABET.charAt(last & 0x3F));
    }
  }
}
