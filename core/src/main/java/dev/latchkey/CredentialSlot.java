package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The place of one credential, and the rules of its life:
 *
 * <ul>
 *   <li>fresh: returned, without a lock;
 *   <li>stale: returned, while one flight renews it on the executor;
 *   <li>expired or absent: all callers share one flight, and each may stop waiting for itself.
 * </ul>
 *
 * <p>Every change is one compare-and-set of an immutable {@link State}; nothing is held while a
 * scheme issues.
 */
final class CredentialSlot {

  /**
   * @param held the credential in use
   * @param refused one that was dropped because a server refused it, for which another is wanted
   * @param flight the issue under way; there is at most one
   * @param failures how often issuing failed in a row
   * @param lastFailure why it failed last
   * @param refusals how often a refusal led to another credential in vain
   */
  private record State(
      @Nullable CachedCredential held,
      @Nullable CachedCredential refused,
      @Nullable Flight flight,
      Backoff failures,
      @Nullable CredentialException lastFailure,
      Backoff refusals) {
    static final State EMPTY = new State(null, null, null, Backoff.NONE, null, Backoff.NONE);

    State flying(Flight flight) {
      return new State(held, refused, flight, failures, lastFailure, refusals);
    }

    State holding(@Nullable CachedCredential held) {
      return new State(held, null, null, Backoff.NONE, null, refusals);
    }

    State failing(Backoff failures, CredentialException failure) {
      return new State(held, refused, null, failures, failure, refusals);
    }

    State dropping(Backoff refusals) {
      return new State(null, held, flight, Backoff.NONE, null, refusals);
    }

    State refusals(Backoff refusals) {
      return new State(held, refused, flight, failures, lastFailure, refusals);
    }
  }

  private static final AtomicReferenceFieldUpdater<CredentialSlot, State> STATE =
      AtomicReferenceFieldUpdater.newUpdater(CredentialSlot.class, State.class, "state");

  private final KeyringOrigin entry;
  private final Vary reads;
  private volatile State state = State.EMPTY;

  CredentialSlot(KeyringOrigin entry, Vary reads) {
    this.entry = entry;
    this.reads = reads;
  }

  /**
   * The credential, if nothing is to be done about it: it is fresh, or its renewal is under way or
   * has to wait. Found without a lock and without allocating.
   *
   * @param millis what the wall clock told just now
   */
  @Nullable CachedCredential atHand(long millis) {
    State now = state;
    CachedCredential held = now.held;
    if (held == null) {
      return null;
    }
    return held.isFresh(entry.times, millis) || isStaleAndSeenTo(now, held) ? held : null;
  }

  private boolean isStaleAndSeenTo(State now, CachedCredential held) {
    return (now.flight != null || !now.failures.isOver(entry.times))
        && held.now(entry.times) < held.hardAt;
  }

  /** The credential at once, or when the one flight lands. */
  CompletableFuture<CachedCredential> obtain(RequestHead request) {
    while (true) {
      State now = state;
      CachedCredential held = usable(now, request);
      if (held != null) {
        return CompletableFuture.completedFuture(held);
      }
      if (entry.isIssuingHere()) {
        return CompletableFuture.failedFuture(entry.waitsForItself());
      }
      if (now.flight != null) {
        return landing(now.flight, request, false);
      }
      if (now.lastFailure != null && !now.failures.isOver(entry.times)) {
        return CompletableFuture.failedFuture(now.lastFailure);
      }
      Flight flight = new Flight(request, false);
      if (STATE.compareAndSet(this, now, now.flying(flight))) {
        return lead(flight, request);
      }
    }
  }

  /** The credential if it may be used now, without waiting; else null. */
  @Nullable CachedCredential usable(RequestHead request) {
    return usable(state, request);
  }

  private @Nullable CachedCredential usable(State now, RequestHead request) {
    CachedCredential held = now.held;
    if (held == null) {
      return null;
    }
    long time = held.now(entry.times);
    if (time < held.renewAt) {
      return held;
    }
    boolean resting = !now.failures.isOver(entry.times);
    if (time < held.hardAt) {
      if (now.flight == null && !resting) {
        renew(now, request);
      }
      return held;
    }
    return time < held.endAt && resting ? held : null;
  }

  private void renew(State now, RequestHead request) {
    Flight flight = new Flight(request, true);
    if (STATE.compareAndSet(this, now, now.flying(flight))) {
      entry.startInBackground(flight, flight::fail);
    }
  }

  /**
   * Another credential than the one that a server refused: the one that took its place already, or
   * a new one. It is the refused one itself where asking again is not worth it: neither the key nor
   * the clock changed, and asking did not help a moment ago.
   */
  CompletableFuture<CachedCredential> replace(CachedCredential refused, RequestHead request) {
    State now = state;
    if (now.held != refused) {
      return entry.obtain(request).thenCompose(held -> replaceIfOutdated(held, request));
    }
    return now.refusals.isOver(entry.times)
        ? exchange(refused, request)
        : replaceIfOutdated(refused, request);
  }

  /**
   * What took a refused credential's place may have been made before the key or the clock changed;
   * it would be refused as well, and there is only one retry.
   */
  private CompletableFuture<CachedCredential> replaceIfOutdated(
      CachedCredential held, RequestHead request) {
    if (entry.isClockChangedSince(held)) {
      return exchange(held, request);
    }
    return entry
        .isRotatedSince(held)
        .thenCompose(
            rotated -> rotated ? exchange(held, request) : CompletableFuture.completedFuture(held));
  }

  private CompletableFuture<CachedCredential> exchange(
      CachedCredential refused, RequestHead request) {
    while (true) {
      State now = state;
      if (now.held != refused) {
        return entry.obtain(request);
      }
      // What a new key or a better clock cured does not count as asking in vain.
      boolean counts = now.refusals.isOver(entry.times) && !entry.isClockChangedSince(refused);
      State dropped = now.dropping(counts ? now.refusals.next(entry.times) : now.refusals);
      if (now.flight != null) {
        if (STATE.compareAndSet(this, now, dropped)) {
          return landing(now.flight, request, false)
              .thenCompose(held -> replaceIfOutdated(held, request));
        }
      } else {
        Flight flight = new Flight(request, false);
        if (STATE.compareAndSet(this, now, dropped.flying(flight))) {
          return lead(flight, request);
        }
      }
    }
  }

  /** A retry with the credential that replaced a refused one was accepted. */
  void accepted() {
    if (state.refusals != Backoff.NONE) {
      update(now -> now.refusals(Backoff.NONE));
    }
  }

  /** Takes a credential that was issued elsewhere, if there is none here that could be used. */
  void adopt(CachedCredential held) {
    update(
        now -> {
          boolean none = now.held == null || now.held.now(entry.times) >= now.held.hardAt;
          return none && now.flight == null ? now.holding(held) : now;
        });
  }

  private State update(UnaryOperator<State> change) {
    while (true) {
      State now = state;
      State next = change.apply(now);
      if (STATE.compareAndSet(this, now, next)) {
        return next;
      }
    }
  }

  private CompletableFuture<CachedCredential> lead(Flight flight, RequestHead request) {
    entry.start(flight, flight::fail);
    return landing(flight, request, true);
  }

  /**
   * What one caller gets of a flight: its own future, so that giving up harms nobody else; the old
   * credential if there is one that may still be used; and never what was issued for somebody
   * else's request alone, or had ended before this caller came to wait.
   */
  private CompletableFuture<CachedCredential> landing(
      Flight flight, RequestHead request, boolean leader) {
    // One future and one callback for each, since there may be thousands.
    CompletableFuture<CachedCredential> mine = new CompletableFuture<>();
    var unused =
        flight.done.whenComplete(
            (held, failure) -> {
              try {
                land(mine, held, failure, request, leader);
              } catch (RuntimeException | Error e) {
                mine.completeExceptionally(e);
              }
            });
    return mine;
  }

  private void land(
      CompletableFuture<CachedCredential> caller,
      @Nullable CachedCredential held,
      @Nullable Throwable failure,
      RequestHead request,
      boolean leader) {
    if (held == null) {
      complete(caller, usable(request), failure);
    } else if (leader || (isShared(held) && held.now(entry.times) < held.endAt)) {
      caller.complete(held);
    } else {
      var unused = entry.obtain(request).whenComplete((own, fault) -> complete(caller, own, fault));
    }
  }

  private static void complete(
      CompletableFuture<CachedCredential> future,
      @Nullable CachedCredential held,
      @Nullable Throwable failure) {
    if (held != null) {
      future.complete(held);
    } else {
      future.completeExceptionally(requireNonNull(failure));
    }
  }

  private boolean isShared(CachedCredential held) {
    return !held.isSingleUse() && reads.covers(held.reads);
  }

  /** One issue, which any number of callers wait for. */
  private final class Flight implements Runnable {
    final CompletableFuture<CachedCredential> done = new CompletableFuture<>();
    private final RequestHead request;
    private final boolean background;

    Flight(RequestHead request, boolean background) {
      this.request = request;
      this.background = background;
    }

    @Override
    public void run() {
      try {
        land(entry.issue(request, state.refused, background));
      } catch (CredentialException e) {
        fail(e);
      } catch (Error e) {
        fail(CredentialException.of(entry.origin, e));
        throw e;
      }
    }

    private void land(CachedCredential issued) {
      if (!isShared(issued)) {
        update(now -> now.holding(now.held));
        if (!issued.isSingleUse()) {
          entry.slot(request).adopt(issued);
        }
        done.complete(issued);
        return;
      }
      update(now -> now.holding(issued));
      done.complete(issued);
    }

    void fail(CredentialException failure) {
      if (done.isDone()) {
        // An executor that runs tasks on the calling thread hands on what the task threw.
        return;
      }
      State failed =
          update(
              now -> {
                Backoff rest = now.failures.next(entry.times);
                return now.failing(rest, failure.withNextTry(rest.until()));
              });
      CredentialException told = failed.lastFailure == null ? failure : failed.lastFailure;
      entry.listener.issueFailed(entry.origin, told);
      done.completeExceptionally(told);
    }
  }
}
