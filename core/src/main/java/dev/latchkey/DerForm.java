package dev.latchkey;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * The form of a DER structure, as its first elements show. Does not read the keys in it.
 *
 * @param kind the form
 * @param algorithm the name of a private key's algorithm that cannot be used; else empty
 */
record DerForm(DerKind kind, String algorithm) {
  /** The kinds of a PrivateKeyInfo by the object identifier of the algorithm. */
  private static final Map<String, DerKind> PKCS8 =
      Map.of(
          "2a864886f70d010101", DerKind.RSA_PKCS8,
          "2a8648ce3d0201", DerKind.EC_PKCS8,
          "2b6570", DerKind.ED25519_PKCS8);

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
      return Der.tag(all) == Der.SEQUENCE ? ofSequence(Der.enter(all)) : form(DerKind.UNKNOWN);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return form(DerKind.UNKNOWN);
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
      return form(DerKind.UNKNOWN);
    }
    if (Der.tag(head) == Der.OID) {
      return switch (second) {
        case Der.BIT_STRING -> form(DerKind.PUBLIC_KEY);
        case Der.OCTET_STRING -> form(DerKind.ENCRYPTED_KEY);
        default -> form(DerKind.UNKNOWN);
      };
    }
    return form(second == Der.SEQUENCE ? DerKind.CERTIFICATE : DerKind.UNKNOWN);
  }

  private static DerForm ofVersioned(ByteBuffer version, int second, ByteBuffer elements) {
    return switch (second) {
      // In place of a private key's version, a public key of PKCS#1 has its modulus.
      case Der.INTEGER -> form(version.remaining() == 1 ? DerKind.PKCS1 : DerKind.PUBLIC_KEY);
      case Der.OCTET_STRING -> form(DerKind.SEC1);
      case Der.SEQUENCE ->
          version.get() == 3 ? form(DerKind.PKCS12) : ofPrivateKey(Der.enter(elements));
      default -> form(DerKind.UNKNOWN);
    };
  }

  private static DerForm ofPrivateKey(ByteBuffer algorithm) {
    if (Der.tag(algorithm) != Der.OID) {
      return form(DerKind.UNKNOWN);
    }
    String oid = Der.oid(algorithm);
    DerKind kind = PKCS8.get(oid);
    return kind != null
        ? form(kind)
        : new DerForm(
            DerKind.OTHER_KEY,
            Optional.ofNullable(ALGORITHMS.get(oid)).orElse("a key of an unknown algorithm"));
  }

  private static DerForm form(DerKind kind) {
    return new DerForm(kind, "");
  }
}
