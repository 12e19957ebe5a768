package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds one reusable credential and applies the rules of its life. The entry point is {@link #get},
 * a switch over the {@link CredentialPhase}.
 *
 * <p>Every change is one compare-and-set of an immutable {@link CredentialSlotState}; no lock is
 * held while a scheme issues.
 */
final class CredentialSlot implements CredentialFlight.Owner {

  private static final AtomicReferenceFieldUpdater<CredentialSlot, CredentialSlotState> STATE =
      AtomicReferenceFieldUpdater.newUpdater(
          CredentialSlot.class, CredentialSlotState.class, "state");

  private final CredentialIssuer issuer;
  private final TimeSource times;
  private final Vary vary;
  private final Runnable onChange;
  private volatile CredentialSlotState state = CredentialSlotState.EMPTY;

  /**
   * @param vary the parts of a request in which all requests of the slot agree
   * @param onChange runs when the slot has got another credential
   */
  CredentialSlot(CredentialIssuer issuer, Vary vary, Runnable onChange) {
    this.issuer = issuer;
    this.times = issuer.times();
    this.vary = vary;
    this.onChange = onChange;
  }

  /**
   * Returns the credential if it may be used and there is nothing to do: it is fresh, or its
   * renewal is under way or must wait. Takes no lock and does not allocate.
   *
   * @param millis the wall clock's current time
   */
  @Nullable CachedCredential peek(long millis) {
    CredentialSlotState now = state;
    CachedCredential cached = now.cached();
    if (cached == null) {
      return null;
    }
    return cached.isFresh(times, millis) || isSeenTo(now, cached) ? cached : null;
  }

  private boolean isSeenTo(CredentialSlotState now, CachedCredential cached) {
    if (now.flight() == null && mayAsk(now)) {
      return cached.isHeld(times) && now.phase(times) == CredentialPhase.FRESH;
    }
    return now.phase(times) != CredentialPhase.EXPIRED;
  }

  /** Returns whether the back-off of the last failure allows to call the scheme. */
  private boolean mayAsk(CredentialSlotState now) {
    return now.failures().isOver(times) || issuer.mayBeCured(now.lastFailure());
  }

  /** Returns the credential if it may be used, without starting anything; else null. */
  @Nullable CachedCredential usable() {
    CredentialSlotState now = state;
    return now.phase(times) == CredentialPhase.EXPIRED ? null : now.cached();
  }

  /** Returns whether a credential held before may be used until the one made of it is renewed. */
  boolean isUsable(CachedCredential before, boolean renewalFailed) {
    return before.isUsable(times, renewalFailed);
  }

  /** Gives the waiter the credential: at once, or when the one flight lands. */
  void get(CredentialWaiter<?> waiter) {
    while (true) {
      CredentialSlotState now = state;
      switch (now.phase(times)) {
        case FRESH -> {
          waiter.got(cached(now));
          return;
        }
        case STALE -> {
          if (now.flight() == null && mayAsk(now)) {
            start(now, waiter.request, null, null, false);
          }
          waiter.got(cached(now));
          return;
        }
        case EXPIRED -> {
          if (join(now, waiter)) {
            return;
          }
          if (now.lastFailure() != null && !mayAsk(now)) {
            waiter.failed(now.lastFailure());
            return;
          }
          if (start(now, waiter.request, waiter, waiter.refused, false)) {
            return;
          }
        }
      }
    }
  }

  /**
   * Gives the waiter another credential than the one that a server refused: its replacement if
   * there is one already, or a new one. If another issue is not worthwhile, it gives the refused
   * one itself: issuing failed a moment ago, or the last replacement did not help and neither the
   * key nor the clock has changed since. Until another one lands, all other callers continue to use
   * the refused one, because a refusal proves nothing. While it is too early for another one, only
   * a changed key counts.
   *
   * @param worthwhile whether another one may help even if neither key nor clock changed
   */
  void replace(CredentialWaiter<?> waiter, boolean worthwhile) {
    while (true) {
      CredentialSlotState now = state;
      if (join(now, waiter)) {
        return;
      }
      CachedCredential cached = now.cached();
      if (cached == null || (cached != waiter.refused && isExpired(now))) {
        get(waiter);
        return;
      }
      if (!mayAsk(now)) {
        waiter.got(cached);
        return;
      }
      if (cached == waiter.refused && !cached.isMadeOfCurrent(times.millis())) {
        // Another call may have had a part replaced, or it was renewed.
        if (start(now, waiter.request, waiter, cached, false)) {
          return;
        }
      } else if (worthwhile
          && cached == waiter.refused
          && now.refusals().isOver(times)
          && !cached.isHeld(times)) {
        // What a better clock cures does not count as a replacement without success.
        boolean counts = !issuer.changes.isClockChangedSince(cached);
        CredentialSlotState counted = counts ? now.with(now.refusals().next(times)) : now;
        if (start(now, counted, waiter.request, waiter, cached, false)) {
          return;
        }
      } else if (!issuer.changes.mayBeOutdated(cached)) {
        waiter.got(cached);
        return;
      } else if (start(now, waiter.request, waiter, cached, true)) {
        return;
      }
    }
  }

  /**
   * Returns whether {@link #replace} would give another credential than a refused one, or issue
   * one.
   *
   * @param worthwhile as of {@link #replace}
   */
  boolean isReplaceable(CachedCredential refused, boolean worthwhile) {
    CredentialSlotState now = state;
    return now.cached() != refused
        || (worthwhile && mayAsk(now) && now.refusals().isOver(times) && !refused.isHeld(times));
  }

  /** Starts to replace a credential whose key was on trial and refused. */
  void replaceInBackground(CachedCredential refused, RequestHead request) {
    CredentialSlotState now = state;
    if (now.cached() == refused && now.flight() == null) {
      start(now, request, null, refused, true);
    }
  }

  private boolean isExpired(CredentialSlotState now) {
    return now.phase(times) == CredentialPhase.EXPIRED;
  }

  private static CachedCredential cached(CredentialSlotState now) {
    return requireNonNull(now.cached());
  }

  /**
   * Joins the flight under way, if any; a scheme that asks for its own credential fails at once.
   */
  private boolean join(CredentialSlotState now, CredentialWaiter<?> waiter) {
    if (issuer.isIssuingHere()) {
      waiter.failed(issuer.waitsForItself());
      return true;
    }
    if (now.flight() == null) {
      return false;
    }
    now.flight().join(waiter);
    issuer.runIfNeeded(now.flight());
    return true;
  }

  private boolean start(
      CredentialSlotState now,
      RequestHead request,
      @Nullable CredentialWaiter<?> leader,
      @Nullable CachedCredential replaced,
      boolean onlyIfOutdated) {
    return start(now, now, request, leader, replaced, onlyIfOutdated);
  }

  /** Starts a flight, unless the state has changed. */
  private boolean start(
      CredentialSlotState now,
      CredentialSlotState next,
      RequestHead request,
      @Nullable CredentialWaiter<?> leader,
      @Nullable CachedCredential replaced,
      boolean onlyIfOutdated) {
    CredentialFlight flight = issuer.newFlight(this, request, leader, replaced, onlyIfOutdated);
    StackRoom.require();
    if (!STATE.compareAndSet(this, now, next.with(flight))) {
      return false;
    }
    if (!now.failures().isOver(times)) {
      issuer.cure(false);
    }
    issuer.start(flight);
    return true;
  }

  @Override
  public void landed(CredentialFlight flight, CachedCredential credential) {
    if (flight.replaced != null && credential != flight.replaced) {
      flight.replaced.replaceRefused();
    }
    update(
        now -> {
          CredentialSlotState landed = now.without(flight);
          if (credential == flight.replaced) {
            return landed;
          }
          return landed.with(isShared(credential) ? credential : now.cached());
        });
    onChange.run();
  }

  @Override
  public void landedLate(CachedCredential credential) {
    put(credential);
  }

  /** Takes a credential that was issued elsewhere or late, unless it holds a newer one. */
  void put(CachedCredential credential) {
    update(
        now -> {
          boolean isNewer = now.cached() == null || credential.isNewerThan(now.cached());
          return isNewer && isShared(credential) ? now.with(credential) : now;
        });
    onChange.run();
  }

  @Override
  public CredentialException failed(CredentialFlight flight, Throwable why) {
    CredentialException failure = issuer.failure(why);
    if (flight.isFailedByRequest()) {
      update(now -> now.without(flight));
      issuer.tellFailure(flight, failure);
      return failure;
    }
    CredentialSlotState failed =
        update(
            now -> {
              if (failure.isOfPart() && failure.nextTry().isPresent()) {
                // Its own slot delays it, unlike one that is issued for each request.
                return now.without(flight).failing(now.failures(), failure);
              }
              Backoff next = now.failures().next(times, failure.retryAfter());
              return now.without(flight).failing(next, failure.withNextTry(next.until()));
            });
    CredentialException told = failed.lastFailure() == null ? failure : failed.lastFailure();
    issuer.tellFailure(flight, told);
    return told;
  }

  @Override
  public void deliver(
      CredentialFlight flight, CachedCredential credential, CredentialWaiter<?> waiter) {
    if (waiter == flight.leader) {
      waiter.got(credential);
    } else if (!isShared(credential)) {
      waiter.ask();
    } else if (waiter.refused == null) {
      // It may have ended before this caller started to wait, or be the old one that expired.
      if (credential == flight.replaced || credential.hasEnded(times)) {
        get(waiter);
      } else {
        waiter.got(credential);
      }
    } else if (flight.onlyIfOutdated && waiter.takeLate()) {
      // What the flight looked at may have changed since. Another issue may be held back.
      waiter.ask();
    } else if (flight.onlyIfOutdated || credential == waiter.refused) {
      waiter.got(credential);
    } else {
      // The flight began before the refusal: the key or the clock may have changed since.
      replace(waiter, true);
    }
  }

  @Override
  public void deliver(CredentialException failure, CredentialWaiter<?> waiter) {
    CachedCredential old = waiter.refused == null ? usable() : null;
    if (old != null) {
      waiter.got(old);
    } else {
      waiter.failed(failure);
    }
  }

  /** Records that a retry with the credential that replaced a refused one was accepted. */
  void accepted() {
    if (state.refusals() != Backoff.NONE) {
      update(now -> now.with(Backoff.NONE));
    }
  }

  /** Returns the slot's share of the maximum number of credentials. */
  int weight() {
    CachedCredential cached = state.cached();
    return cached == null ? 1 : cached.weight();
  }

  private CredentialSlotState update(UnaryOperator<CredentialSlotState> change) {
    while (true) {
      CredentialSlotState now = state;
      CredentialSlotState next = change.apply(now);
      if (STATE.compareAndSet(this, now, next)) {
        if (now.lastFailure() != null && next.lastFailure() == null) {
          issuer.cure(true);
        }
        return next;
      }
    }
  }

  private boolean isShared(CachedCredential credential) {
    return !credential.isSingleUse() && vary.covers(credential.vary);
  }
}
