package dev.latchkey;

/** What kind of key a {@link SigningAlgorithm} signs with, and how. */
enum SigningFamily {
  HMAC,
  RSA,
  RSA_PSS,
  ECDSA,
  EDDSA
}
