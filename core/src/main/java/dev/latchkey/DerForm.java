package dev.latchkey;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What a DER structure holds, told by its first elements. Keys in it are not looked at.
 *
 * @param kind the form
 * @param algorithm the name of a private key's algorithm; empty if it is RSA or unknown
 */
record DerForm(Kind kind, String algorithm) {
  enum Kind {
    /**
     * A PrivateKeyInfo of <a href="https://www.rfc-editor.org/rfc/rfc5208#section-5">RFC 5208</a>.
     */
    PKCS8,
    /**
     * An RSAPrivateKey of <a href="https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2">RFC
     * 8017</a>.
     */
    PKCS1,
    /** A key of another algorithm than RSA, in any form. */
    OTHER_KEY,
    ENCRYPTED_KEY,
    PUBLIC_KEY,
    CERTIFICATE,
    PKCS12,
    UNKNOWN
  }

  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OID = 0x06;
  private static final int SEQUENCE = 0x30;

  /** The object identifier of rsaEncryption, RFC 8017 §A.1. */
  private static final String RSA = "2a864886f70d010101";

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "2a864886f70d01010a", "an RSASSA-PSS key",
          "2a8648ce3d0201", "an EC key",
          "2b6570", "an Ed25519 key",
          "2b6571", "an Ed448 key",
          "2b656e", "an X25519 key",
          "2b656f", "an X448 key",
          "2a8648ce380401", "a DSA key",
          "2a864886f70d010301", "a Diffie-Hellman key");

  static DerForm of(byte[] der) {
    try {
      ByteBuffer all = ByteBuffer.wrap(der);
      return tag(all) == SEQUENCE ? ofSequence(enter(all)) : form(Kind.UNKNOWN);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return form(Kind.UNKNOWN);
    }
  }

  private static DerForm ofSequence(ByteBuffer elements) {
    int first = tag(elements);
    ByteBuffer head = enter(elements);
    int second = tag(elements);
    if (first == INTEGER) {
      return ofVersioned(head, second, elements);
    }
    if (first != SEQUENCE) {
      return form(Kind.UNKNOWN);
    }
    if (tag(head) == OID) {
      return switch (second) {
        case BIT_STRING -> form(Kind.PUBLIC_KEY);
        case OCTET_STRING -> form(Kind.ENCRYPTED_KEY);
        default -> form(Kind.UNKNOWN);
      };
    }
    return form(second == SEQUENCE ? Kind.CERTIFICATE : Kind.UNKNOWN);
  }

  private static DerForm ofVersioned(ByteBuffer version, int second, ByteBuffer elements) {
    return switch (second) {
      // Where a private key has its version, a public key of PKCS#1 has its modulus.
      case INTEGER -> form(version.remaining() == 1 ? Kind.PKCS1 : Kind.PUBLIC_KEY);
      case OCTET_STRING -> new DerForm(Kind.OTHER_KEY, "an EC key");
      case SEQUENCE -> version.get() == 3 ? form(Kind.PKCS12) : ofPrivateKey(enter(elements));
      default -> form(Kind.UNKNOWN);
    };
  }

  private static DerForm ofPrivateKey(ByteBuffer algorithm) {
    if (tag(algorithm) != OID) {
      return form(Kind.UNKNOWN);
    }
    ByteBuffer content = enter(algorithm);
    byte[] oid = new byte[content.remaining()];
    content.get(oid);
    String hex = HexFormat.of().formatHex(oid);
    return hex.equals(RSA)
        ? form(Kind.PKCS8)
        : new DerForm(
            Kind.OTHER_KEY,
            Optional.ofNullable(ALGORITHMS.get(hex)).orElse("a key of an unknown algorithm"));
  }

  private static DerForm form(Kind kind) {
    return new DerForm(kind, "");
  }

  /** Returns the tag of the next element, or -1 if there is none. */
  private static int tag(ByteBuffer der) {
    return der.hasRemaining() ? der.get(der.position()) & 0xff : -1;
  }

  /** Returns the contents of the next element, and moves {@code der} behind it. */
  private static ByteBuffer enter(ByteBuffer der) {
    der.get();
    int length = der.get() & 0xff;
    if (length > 0x84 || length == 0x80) {
      throw new IllegalArgumentException("length");
    }
    if (length > 0x80) {
      int bytes = length - 0x80;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | (der.get() & 0xff);
      }
    }
    ByteBuffer content = der.slice().limit(length);
    der.position(der.position() + length);
    return content;
  }
}
