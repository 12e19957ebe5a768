package dev.latchkey;

/** How a credential may be reused before its end. */
enum CredentialReuse {
  /** Renewed before its end, since issuing another one may take a while. */
  AHEAD,
  /** Used until its end, since another one would be the same until then. */
  TO_THE_END,
  /** For one request. */
  NEVER
}
