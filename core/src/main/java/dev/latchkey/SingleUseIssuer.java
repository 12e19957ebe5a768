package dev.latchkey;

import org.jspecify.annotations.Nullable;

/**
 * Issues credentials that are for one request each, and so have no slot. Each request has its own
 * issue, however often issuing fails; only unsuccessful replacements are delayed. If the scheme
 * only computes, the issue needs no flight.
 */
final class SingleUseIssuer implements CredentialFlight.Owner {
  private final CredentialIssuer issuer;
  private final SharedBackoff vainRetries;

  SingleUseIssuer(CredentialIssuer issuer, SharedBackoff vainRetries) {
    this.issuer = issuer;
    this.vainRetries = vainRetries;
  }

  void get(CredentialWaiter<?> waiter) {
    if (isFailedForItself(waiter)) {
      return;
    }
    CachedCredential credential;
    try {
      credential = issuer.issueHere(waiter.request);
    } catch (Throwable e) {
      // Any Throwable: a stack that overflows in the scheme may overflow again during the report.
      waiter.failed(issuer.failure(e));
      return;
    }
    if (credential == null) {
      issuer.startElsewhere(issuer.newFlight(this, waiter.request, waiter, null, false));
    } else {
      waiter.got(credential);
    }
  }

  /**
   * Gives the waiter another credential than the refused one, or the refused one if another is not
   * worthwhile.
   */
  void replace(CredentialWaiter<?> waiter) {
    CachedCredential refused = waiter.refused;
    if (refused == null
        || vainRetries.isOver()
        || (waiter.refusal != null && refused.isReplaceable(waiter.refusal))) {
      start(waiter, refused, false);
    } else if (issuer.changes.mayBeOutdated(refused)) {
      start(waiter, refused, true);
    } else {
      waiter.got(refused);
    }
  }

  private void start(
      CredentialWaiter<?> waiter, @Nullable CachedCredential replaced, boolean onlyIfOutdated) {
    if (!isFailedForItself(waiter)) {
      issuer.start(issuer.newFlight(this, waiter.request, waiter, replaced, onlyIfOutdated));
    }
  }

  /** Fails the waiter if its scheme would wait for itself, and returns whether it did. */
  private boolean isFailedForItself(CredentialWaiter<?> waiter) {
    boolean waits = issuer.isIssuingHere();
    if (waits) {
      waiter.failed(issuer.waitsForItself());
    }
    return waits;
  }

  @Override
  public void landed(CredentialFlight flight, CachedCredential credential) {
    CachedCredential refused = flight.replaced;
    if (refused != null && credential.hasSameHeaders(refused)) {
      // There will be no retry that could be refused.
      vainRetries.record(false);
    }
  }

  @Override
  public CredentialException failed(CredentialFlight flight, Throwable why) {
    CredentialException failure = issuer.failure(why);
    issuer.tellFailure(flight, failure);
    return failure;
  }
}
