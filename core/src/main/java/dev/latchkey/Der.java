package dev.latchkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Reads and writes the elements of DER (ITU-T X.690). A structure that ends too early is a {@link
 * java.nio.BufferUnderflowException} or an {@link IllegalArgumentException}.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;

  private Der() {}

  /** Returns the tag of the next element, or -1 if there is none. */
  static int tag(ByteBuffer der) {
    return der.hasRemaining() ? der.get(der.position()) & 0xff : -1;
  }

  /** Returns the contents of the next element, and advances {@code der} past it. */
  static ByteBuffer enter(ByteBuffer der) {
    der.get();
    int length = der.get() & 0xff;
    if (length > 0x84 || length == 0x80) {
      throw new IllegalArgumentException("length");
    }
    if (length > 0x80) {
      int bytes = length - 0x80;
      for (length = 0; bytes > 0; bytes--) {
        length = length << 8 | (der.get() & 0xff);
      }
    }
    ByteBuffer content = der.slice().limit(length);
    der.position(der.position() + length);
    return content;
  }

  /** Returns the contents of the next element, which must have this tag. */
  static ByteBuffer enter(ByteBuffer der, int tag) {
    if (tag(der) != tag) {
      throw new IllegalArgumentException("tag");
    }
    return enter(der);
  }

  /** Returns the bytes of the next element, which must have this tag. */
  static byte[] bytes(ByteBuffer der, int tag) {
    ByteBuffer content = enter(der, tag);
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  /** Returns the next element, an object identifier, in hexadecimal digits. */
  static String oid(ByteBuffer der) {
    return HexFormat.of().formatHex(bytes(der, OID));
  }

  /** Returns an element. */
  static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int zeros = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - zeros));
      out.write(length, zeros, length.length - zeros);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
