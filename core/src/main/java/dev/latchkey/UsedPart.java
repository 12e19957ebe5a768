package dev.latchkey;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a credential, with the credential that was used.
 *
 * @param origin the entry of the part's scheme at the origin of the credential
 * @param slot holds it; null if it was for one request
 */
record UsedPart(KeyringOrigin origin, @Nullable CredentialSlot slot, CachedCredential credential)
    implements CredentialPart {
  @Override
  public boolean isCurrent(long millis) {
    return slot != null && slot.peek(millis) == credential;
  }

  @Override
  public boolean isUsable(boolean renewalFailed) {
    return slot != null
        && (slot.usable() == credential || slot.isUsable(credential, renewalFailed));
  }

  @Override
  public boolean isRefusal(ResponseHead response) {
    return origin.isRefusal(response, credential);
  }

  @Override
  public boolean isReplaceable(ResponseHead refusal) {
    return isRefusal(refusal)
        && (slot == null
            ? credential.isReplaceable(refusal)
            : slot.isReplaceable(credential, origin.isReplacingWorthwhile()));
  }

  @Override
  public void observe(ResponseHead response) {
    origin.observe(response, credential);
  }

  @Override
  public void retried(RequestHead request, boolean accepted) {
    origin.retried(credential, request, accepted);
  }

  /**
   * Returns the parts of a refused credential whose schemes take the response for a refusal; all of
   * them if none does.
   *
   * @param refusal the server's response; null if it is not known
   */
  static List<UsedPart> refusedOf(CachedCredential credential, @Nullable ResponseHead refusal) {
    List<UsedPart> all = new ArrayList<>();
    List<UsedPart> refused = new ArrayList<>();
    for (CredentialPart part : credential.parts()) {
      if (part instanceof UsedPart used) {
        all.add(used);
        if (refusal != null && used.isRefusal(refusal)) {
          refused.add(used);
        }
      }
    }
    return refused.isEmpty() ? all : refused;
  }

  /** Replaces it for later requests. */
  void replace(RequestHead request, ResponseHead refusal) {
    if (slot != null) {
      new UnawaitedReplacement(origin::give, request, credential, refusal).ask();
    } else {
      refusedOf(credential, refusal).forEach(part -> part.replace(request, refusal));
    }
  }

  /** Returns a text without the credential. */
  @Override
  public String toString() {
    return "UsedPart";
  }
}
