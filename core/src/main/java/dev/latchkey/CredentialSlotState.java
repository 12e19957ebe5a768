package dev.latchkey;

import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link CredentialSlot}. All parts may be combined, with these exceptions:
 *
 * <ul>
 *   <li>{@code failures} is {@link Backoff#NONE} if {@code lastFailure} is null: a credential that
 *       lands clears both. It may also be so if only a part failed, which has its own back-off.
 *   <li>{@code refusals} is set only if there is, or was, a credential to refuse.
 * </ul>
 *
 * @param cached the credential in use, which may be in any phase
 * @param flight the issue under way, at most one
 * @param failures the back-off after consecutive failures
 * @param lastFailure the last failure
 * @param refusals the back-off after consecutive replacements that were refused too
 */
record CredentialSlotState(
    @Nullable CachedCredential cached,
    @Nullable CredentialFlight flight,
    Backoff failures,
    @Nullable CredentialException lastFailure,
    Backoff refusals) {
  static final CredentialSlotState EMPTY =
      new CredentialSlotState(null, null, Backoff.NONE, null, Backoff.NONE);

  CredentialPhase phase(TimeSource times) {
    return cached == null ? CredentialPhase.EXPIRED : cached.phase(times, lastFailure != null);
  }

  CredentialSlotState with(@Nullable CredentialFlight flight) {
    return new CredentialSlotState(cached, flight, failures, lastFailure, refusals);
  }

  CredentialSlotState with(@Nullable CachedCredential cached) {
    return new CredentialSlotState(cached, flight, Backoff.NONE, null, refusals);
  }

  CredentialSlotState failing(Backoff failures, CredentialException failure) {
    return new CredentialSlotState(cached, flight, failures, failure, refusals);
  }

  CredentialSlotState with(Backoff refusals) {
    return new CredentialSlotState(cached, flight, failures, lastFailure, refusals);
  }

  CredentialSlotState without(CredentialFlight ended) {
    return flight == ended ? with((CredentialFlight) null) : this;
  }
}
