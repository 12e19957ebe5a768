package dev.latchkey;

import org.jspecify.annotations.Nullable;

/**
 * A part as it was used.
 *
 * @param origin its scheme, at the origin of the credential
 * @param slot where it is held; null if it was for one request
 */
record UsedPart(KeyringOrigin origin, @Nullable CredentialSlot slot, CachedCredential credential)
    implements CredentialPart {
  @Override
  public boolean isCurrent(long millis) {
    return slot != null && slot.peek(millis) == credential;
  }

  @Override
  public boolean isUsable() {
    return slot != null && slot.usable() == credential;
  }

  @Override
  public boolean isRefusal(ResponseHead response) {
    return origin.isRefusal(response, credential);
  }

  @Override
  public void observe(ResponseHead response) {
    origin.observe(response, credential);
  }

  @Override
  public void retried(RequestHead request, boolean accepted) {
    origin.retried(credential, request, accepted);
  }

  /** Nothing of the credential. */
  @Override
  public String toString() {
    return "UsedPart";
  }
}
