package dev.latchkey;

/** The credential of another scheme out of which a credential was made. */
interface CredentialPart {
  /**
   * Whether it still is what its scheme would give; takes no lock and does not allocate.
   *
   * @param millis what the wall clock told just now
   */
  boolean isCurrent(long millis);

  /**
   * Whether it may still be used, though there may be something to do about it.
   *
   * @param renewalFailed whether what is made of it could not be made anew
   */
  boolean isUsable(boolean renewalFailed);

  /** Whether a response is a refusal to its scheme. */
  boolean isRefusal(ResponseHead response);

  /** Whether a response is a refusal to its scheme, and another one may take its place now. */
  boolean isReplaceable(ResponseHead response);

  /** Tells its scheme of a response. */
  void observe(ResponseHead response);

  /** Notes that a retry that carried it in place of a refused one was accepted, or refused. */
  void retried(RequestHead request, boolean accepted);
}
