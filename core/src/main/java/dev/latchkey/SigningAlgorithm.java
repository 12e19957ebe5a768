package dev.latchkey;

/**
 * The algorithms of signatures: the {@code alg} values of <a
 * href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">RFC 7518 §3.1</a>, and {@code EdDSA} of
 * <a href="https://www.rfc-editor.org/rfc/rfc8037#section-3.1">RFC 8037 §3.1</a>.
 */
public enum SigningAlgorithm {
  /** HMAC with SHA-256, for a shared secret. */
  HS256(SigningFamily.HMAC, 256),
  /** HMAC with SHA-384, for a shared secret. */
  HS384(SigningFamily.HMAC, 384),
  /** HMAC with SHA-512, for a shared secret. */
  HS512(SigningFamily.HMAC, 512),
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256(SigningFamily.RSA, 256),
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  RS384(SigningFamily.RSA, 384),
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  RS512(SigningFamily.RSA, 512),
  /** RSASSA-PSS with SHA-256. */
  PS256(SigningFamily.RSA_PSS, 256),
  /** RSASSA-PSS with SHA-384. */
  PS384(SigningFamily.RSA_PSS, 384),
  /** RSASSA-PSS with SHA-512. */
  PS512(SigningFamily.RSA_PSS, 512),
  /** ECDSA on P-256 with SHA-256. */
  ES256(SigningFamily.ECDSA, 256),
  /** ECDSA on P-384 with SHA-384. */
  ES384(SigningFamily.ECDSA, 384),
  /** ECDSA on P-521 with SHA-512. */
  ES512(SigningFamily.ECDSA, 512),
  /** EdDSA on Ed25519. */
  EDDSA(SigningFamily.EDDSA, 512);

  private final SigningFamily family;
  private final int hashBits;

  SigningAlgorithm(SigningFamily family, int hashBits) {
    this.family = family;
    this.hashBits = hashBits;
  }

  /** Returns the {@code alg} value, such as {@code RS256} or {@code EdDSA}. */
  public String joseName() {
    return this == EDDSA ? "EdDSA" : name();
  }

  SigningFamily family() {
    return family;
  }

  int hashBits() {
    return hashBits;
  }

  /** Returns the length of a signature in bytes; 0 for RSA, where it depends on the key. */
  int signatureLength() {
    return switch (family) {
      case HMAC -> hashBits / 8;
      case RSA, RSA_PSS -> 0;
      case ECDSA -> this == ES512 ? 132 : hashBits / 4;
      case EDDSA -> 64;
    };
  }

  /** Returns whether signatures of the same bytes are always the same. */
  boolean isDeterministic() {
    return family != SigningFamily.RSA_PSS && family != SigningFamily.ECDSA;
  }

  /** Returns the {@link #joseName()}. */
  @Override
  public String toString() {
    return joseName();
  }
}
