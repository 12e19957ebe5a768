package dev.latchkey;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * What a DER structure holds, told by its first elements. Keys in it are not looked at.
 *
 * @param kind the form
 * @param algorithm the name of a private key's algorithm that cannot be used; else empty
 */
record DerForm(Kind kind, String algorithm) {
  enum Kind {
    /**
     * A PrivateKeyInfo of <a href="https://www.rfc-editor.org/rfc/rfc5208#section-5">RFC 5208</a>
     * for RSA.
     */
    RSA_PKCS8,
    /** The same for EC. */
    EC_PKCS8,
    /** The same for Ed25519. */
    ED25519_PKCS8,
    /**
     * An RSAPrivateKey of <a href="https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2">RFC
     * 8017</a>.
     */
    PKCS1,
    /**
     * An ECPrivateKey of <a href="https://www.rfc-editor.org/rfc/rfc5915#section-3">RFC 5915</a>.
     */
    SEC1,
    /** A key of an algorithm that cannot be used. */
    OTHER_KEY,
    ENCRYPTED_KEY,
    PUBLIC_KEY,
    CERTIFICATE,
    PKCS12,
    UNKNOWN
  }

  /** The kinds of a PrivateKeyInfo by the object identifier of the algorithm. */
  private static final Map<String, Kind> PKCS8 =
      Map.of(
          "2a864886f70d010101", Kind.RSA_PKCS8,
          "2a8648ce3d0201", Kind.EC_PKCS8,
          "2b6570", Kind.ED25519_PKCS8);

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "2a864886f70d01010a", "an RSASSA-PSS key",
          "2b6571", "an Ed448 key",
          "2b656e", "an X25519 key",
          "2b656f", "an X448 key",
          "2a8648ce380401", "a DSA key",
          "2a864886f70d010301", "a Diffie-Hellman key");

  static DerForm of(byte[] der) {
    try {
      ByteBuffer all = ByteBuffer.wrap(der);
      return Der.tag(all) == Der.SEQUENCE ? ofSequence(Der.enter(all)) : form(Kind.UNKNOWN);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return form(Kind.UNKNOWN);
    }
  }

  private static DerForm ofSequence(ByteBuffer elements) {
    int first = Der.tag(elements);
    ByteBuffer head = Der.enter(elements);
    int second = Der.tag(elements);
    if (first == Der.INTEGER) {
      return ofVersioned(head, second, elements);
    }
    if (first != Der.SEQUENCE) {
      return form(Kind.UNKNOWN);
    }
    if (Der.tag(head) == Der.OID) {
      return switch (second) {
        case Der.BIT_STRING -> form(Kind.PUBLIC_KEY);
        case Der.OCTET_STRING -> form(Kind.ENCRYPTED_KEY);
        default -> form(Kind.UNKNOWN);
      };
    }
    return form(second == Der.SEQUENCE ? Kind.CERTIFICATE : Kind.UNKNOWN);
  }

  private static DerForm ofVersioned(ByteBuffer version, int second, ByteBuffer elements) {
    return switch (second) {
      // Where a private key has its version, a public key of PKCS#1 has its modulus.
      case Der.INTEGER -> form(version.remaining() == 1 ? Kind.PKCS1 : Kind.PUBLIC_KEY);
      case Der.OCTET_STRING -> form(Kind.SEC1);
      case Der.SEQUENCE ->
          version.get() == 3 ? form(Kind.PKCS12) : ofPrivateKey(Der.enter(elements));
      default -> form(Kind.UNKNOWN);
    };
  }

  private static DerForm ofPrivateKey(ByteBuffer algorithm) {
    if (Der.tag(algorithm) != Der.OID) {
      return form(Kind.UNKNOWN);
    }
    String oid = Der.oid(algorithm);
    Kind kind = PKCS8.get(oid);
    return kind != null
        ? form(kind)
        : new DerForm(
            Kind.OTHER_KEY,
            Optional.ofNullable(ALGORITHMS.get(oid)).orElse("a key of an unknown algorithm"));
  }

  private static DerForm form(Kind kind) {
    return new DerForm(kind, "");
  }
}
