package dev.latchkey;

import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link CredentialSlot}. All parts may be combined, with these exceptions:
 *
 * <ul>
 *   <li>{@code failures} is {@link Backoff#NONE} if {@code lastFailure} is null: a credential that
 *       lands ends both. It may be so too where only a part failed, which has a back-off of its
 *       own.
 *   <li>{@code refusals} is set only where there is, or was, a credential to refuse.
 * </ul>
 *
 * @param cached the credential in use, which may be in any phase
 * @param flight the issue under way; there is at most one
 * @param failures how often issuing failed in a row
 * @param lastFailure why it failed last
 * @param refusals how often a refused credential was replaced without success in a row
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
