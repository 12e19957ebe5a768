package dev.latchkey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one origin, and what was learned from its refusals, until they are forgotten.
 * Credentials under way then land in slots that are no longer used.
 */
final class OriginSlots {
  /**
   * The back-off after retries that were refused too. Credentials that depend on the request have
   * one slot each, or none, so no slot knows that the retries of others were refused: without this
   * limit, a revoked key would cause one more issue and request for each URL.
   */
  final SharedBackoff vainRetries;

  final SingleUseIssuer singleUseIssuer;

  private final CredentialIssuer issuer;
  private final Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots;

  /** The monotonic time of the start; null if nothing was forgotten before. */
  private final @Nullable Long startNanos;

  /** The slot that serves all requests. It is not in the cache, which would drop it. */
  private volatile @Nullable CredentialSlot slotForAll;

  private volatile boolean ended;

  private OriginSlots(
      CredentialIssuer issuer,
      Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots,
      @Nullable Long startNanos) {
    this.issuer = issuer;
    this.slots = slots;
    this.startNanos = startNanos;
    this.vainRetries = new SharedBackoff(issuer.times());
    this.singleUseIssuer = new SingleUseIssuer(issuer, vainRetries);
  }

  /**
   * @param slots the slots of all origins that do not serve all requests
   */
  static OriginSlots of(
      CredentialIssuer issuer, Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots) {
    return new OriginSlots(issuer, slots, null);
  }

  /** Returns a cache for the slots of all origins that do not serve all requests. */
  static Cache<CredentialSlotKey, CredentialSlot> newCache(long maximum) {
    return Caffeine.newBuilder()
        .executor(Runnable::run)
        .maximumWeight(maximum)
        .<CredentialSlotKey, CredentialSlot>weigher((key, slot) -> slot.weight())
        .build();
  }

  /** Returns new, empty slots; {@link #end} these when they are no longer used. */
  OriginSlots successor() {
    return new OriginSlots(issuer, slots, issuer.times().nanos().getAsLong());
  }

  /** Ends the slots, including those that a call still creates; {@link #removeEnded} drops them. */
  void end() {
    ended = true;
  }

  /** Drops the slots that have ended, of all origins and parts. */
  void removeEnded() {
    Cache<CredentialSlotKey, CredentialSlot> made = slots.ifMade();
    if (made != null) {
      made.asMap().keySet().removeIf(key -> key.owner() instanceof OriginSlots of && of.ended);
    }
  }

  /** Returns the slot that serves all requests, if there is one. */
  @Nullable CredentialSlot forAll() {
    return slotForAll;
  }

  /** Returns the slot of a request, and creates it if there is none. */
  CredentialSlot slot(Vary vary, RequestHead request) {
    if (!vary.isNothing()) {
      return slot(CredentialSlotKey.of(this, vary, request), vary);
    }
    CredentialSlot slot = slotForAll;
    return slot == null ? newSlotForAll(vary) : slot;
  }

  private synchronized CredentialSlot newSlotForAll(Vary vary) {
    CredentialSlot slot = slotForAll;
    if (slot == null) {
      slot = new CredentialSlot(issuer, vary, () -> {});
      slotForAll = slot;
    }
    return slot;
  }

  private CredentialSlot slot(CredentialSlotKey key, Vary vary) {
    Cache<CredentialSlotKey, CredentialSlot> cache = slots.get();
    CredentialSlot known = cache.getIfPresent(key);
    if (known != null) {
      return known;
    }
    CredentialSlot slot = cache.get(key, absent -> newSlot(key, vary));
    if (ended) {
      cache.invalidate(key);
    }
    return slot;
  }

  private CredentialSlot newSlot(CredentialSlotKey key, Vary vary) {
    // Its weight changes with its credential.
    return new CredentialSlot(
        issuer, vary, () -> slots.get().asMap().computeIfPresent(key, (same, slot) -> slot));
  }

  /** Returns the cached credential for such requests, without creating a slot. */
  @Nullable CachedCredential usable(Vary vary, RequestHead request) {
    CredentialSlot slot =
        vary.isNothing()
            ? slotForAll
            : slots.get().getIfPresent(CredentialSlotKey.of(this, vary, request));
    return slot == null ? null : slot.usable();
  }

  /**
   * Caches a credential that was issued for another slot, unless the issue began before these slots
   * did.
   */
  void put(Vary vary, RequestHead request, CachedCredential issued) {
    if (startNanos == null || issued.isIssuedAfter(startNanos)) {
      slot(vary, request).put(issued);
    }
  }
}
