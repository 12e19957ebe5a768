package dev.latchkey;

/** The phases in the life of a cached credential. */
enum CredentialPhase {
  /** It is used, and renewal is not due yet. */
  FRESH,
  /** It is used while another one is issued in the background. */
  STALE,
  /** It is not used; callers wait for another one. */
  EXPIRED
}
