package dev.latchkey;

/** How far the life of a cached credential has gone. */
enum CredentialPhase {
  /** It is used, because it is not time for another one yet. */
  FRESH,
  /** It is used, while another one is issued in the background. */
  STALE,
  /** It is not used; callers wait for another one. */
  EXPIRED
}
