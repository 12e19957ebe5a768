package dev.latchkey;

/** The kinds of DER structures. */
enum DerKind {
  /**
   * A PrivateKeyInfo of <a href="https://www.rfc-editor.org/rfc/rfc5208#section-5">RFC 5208</a> for
   * RSA.
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
  /** An ECPrivateKey of <a href="https://www.rfc-editor.org/rfc/rfc5915#section-3">RFC 5915</a>. */
  SEC1,
  /** A key of an algorithm that cannot be used. */
  OTHER_KEY,
  ENCRYPTED_KEY,
  PUBLIC_KEY,
  CERTIFICATE,
  PKCS12,
  UNKNOWN
}
