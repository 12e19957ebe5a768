package dev.latchkey;

/**
 * Tells whether the key or the server's clock has changed since a credential was issued, so that
 * another one may be accepted though this one was refused.
 */
final class CredentialChanges {
  private final AuthScheme scheme;
  private final ServerClock serverClock;
  private final TimeSource times;

  /** The back-off for replacements caused by a change: accepted retries end it. */
  private final SharedBackoff used;

  CredentialChanges(AuthScheme scheme, ServerClock serverClock, TimeSource times) {
    this.scheme = scheme;
    this.serverClock = serverClock;
    this.times = times;
    this.used = new SharedBackoff(times);
  }

  /** Resets the back-off. */
  void forget() {
    used.record(true);
  }

  /** Notes the outcome of a retry, and returns whether another key signs because of it. */
  boolean retried(CachedCredential credential, boolean accepted) {
    if (accepted) {
      used.record(true);
    }
    return BuiltInScheme.retried(scheme, credential.credential.madeWith(), accepted);
  }

  /**
   * Returns whether to check if the key or the clock changed since the issue. Not if they just did:
   * a value that differs each time would let each refusal bypass the back-off.
   */
  boolean mayBeOutdated(CachedCredential credential) {
    return used.isOver()
        && (credential.credential.madeWith() != null || isClockChangedSince(credential));
  }

  /** Checks it, and returns whether to issue another credential, which then counts as issued. */
  boolean use(CachedCredential refused) {
    boolean outdated = isOutdated(refused);
    if (outdated) {
      used.record(false);
    }
    return outdated;
  }

  private boolean isOutdated(CachedCredential credential) {
    try {
      return (!credential.isHeld(times) && isClockChangedSince(credential))
          || isKeyChangedSince(credential);
    } catch (Throwable e) {
      // Then there is no reason to issue another one.
      return false;
    }
  }

  boolean isClockChangedSince(CachedCredential credential) {
    // Less than a second is below the resolution of Date and of the dates in a token.
    return Math.abs(credential.offset - serverClock.offset(times.millis())) >= 1_000;
  }

  boolean isKeyChangedSince(CachedCredential credential) throws Exception {
    Object key = BuiltInScheme.currentKey(scheme);
    return key != null && !key.equals(credential.credential.madeWith());
  }
}
