package dev.latchkey;

/** The credential of another scheme that a credential was made of. */
interface CredentialPart {
  /**
   * Returns whether it still is what its scheme would return; takes no lock and does not allocate.
   *
   * @param millis the wall clock's current time
   */
  boolean isCurrent(long millis);

  /**
   * Returns whether it may still be used, even if its renewal is due.
   *
   * @param renewalFailed whether the credential that is made of it could not be renewed
   */
  boolean isUsable(boolean renewalFailed);

  /** Returns whether its scheme takes a response for a refusal. */
  boolean isRefusal(ResponseHead response);

  /** Returns whether its scheme takes a response for a refusal, and it may be replaced now. */
  boolean isReplaceable(ResponseHead response);

  /** Passes a response to its scheme. */
  void observe(ResponseHead response);

  /** Records whether a retry that carried it in place of a refused one was accepted. */
  void retried(RequestHead request, boolean accepted);
}
