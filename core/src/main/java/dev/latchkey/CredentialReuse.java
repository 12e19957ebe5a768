package dev.latchkey;

/** How a credential may be reused before its end. */
enum CredentialReuse {
  /** Renewed ahead of its end, since making another one may take a while. */
  AHEAD,
  /** Good to the very end, since making another one costs nothing and gives the same until then. */
  TO_THE_END,
  /** For one request. */
  NEVER
}
