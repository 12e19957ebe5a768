package dev.latchkey;

/** The kinds of keys and signatures of a {@link SigningAlgorithm}. */
enum SigningFamily {
  HMAC,
  RSA,
  RSA_PSS,
  ECDSA,
  EDDSA
}
