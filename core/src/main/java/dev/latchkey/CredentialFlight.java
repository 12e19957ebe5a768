package dev.latchkey;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One issue of a credential, for all callers that wait for it. It ends once: it lands, or it fails,
 * for example because it took too long. A flight that took too long may still deliver its
 * credential later.
 */
final class CredentialFlight implements Runnable {

  /** Starts a flight and keeps its credential. The methods must not throw. */
  interface Owner {
    /** Takes the credential, before the waiters get it. */
    void landed(CredentialFlight flight, CachedCredential credential);

    /** Takes the credential of a flight that has failed because it took too long. */
    default void landedLate(CachedCredential credential) {}

    /** Takes the failure, before the waiters get it, and returns the one to give them. */
    CredentialException failed(CredentialFlight flight, Throwable why);

    /** Gives a waiter the credential, or what it gets instead. */
    default void deliver(
        CredentialFlight flight, CachedCredential credential, CredentialWaiter<?> waiter) {
      waiter.got(credential);
    }

    /** Gives a waiter the failure, or what it gets instead. */
    default void deliver(CredentialException failure, CredentialWaiter<?> waiter) {
      waiter.failed(failure);
    }
  }

  /** Issues the credential. */
  interface Issue {
    /**
     * Returns the credential.
     *
     * @param mayWait whether this thread may wait
     * @param again whether an earlier run had to wait on a thread that must not wait
     * @throws RunElsewhere if it needs to wait on a thread that must not wait
     */
    CachedCredential issue(boolean mayWait, boolean again) throws Exception;
  }

  /** A credential that a server refused and that is replaced; null if none was. */
  final @Nullable CachedCredential replaced;

  /** Whether to replace it only if the key or the clock changed since it was issued. */
  final boolean onlyIfOutdated;

  /** The caller that started the flight; null if it renews a credential before its end. */
  final @Nullable CredentialWaiter<?> leader;

  /** When it was created, by the monotonic clock. */
  final long startNanos;

  private volatile boolean mayWait;
  private volatile boolean threadMayWait;
  private volatile boolean again;
  private volatile boolean failedByRequest;

  private final Owner owner;
  private final Issue issue;

  // Guarded by this.
  private boolean begun;
  private boolean ended;
  private boolean told;
  private @Nullable Set<CredentialWaiter<?>> others;
  private @Nullable CachedCredential landed;
  private @Nullable CredentialException failure;
  private @Nullable Thread thread;
  private @Nullable Runnable onEnd;
  private @Nullable Runnable onLeave;

  /**
   * @param issue issues the credential
   */
  CredentialFlight(
      Owner owner,
      Issue issue,
      @Nullable CredentialWaiter<?> leader,
      @Nullable CachedCredential replaced,
      boolean onlyIfOutdated,
      long startNanos) {
    this.owner = owner;
    this.issue = issue;
    this.leader = leader;
    this.replaced = replaced;
    this.onlyIfOutdated = onlyIfOutdated;
    this.startNanos = startNanos;
  }

  boolean isInBackground() {
    return leader == null;
  }

  /**
   * Makes a caller wait for the flight; if the flight has ended, the caller gets the outcome at
   * once.
   */
  void join(CredentialWaiter<?> waiter) {
    synchronized (this) {
      waiter.joined(this::leave, begun);
      if (!told) {
        if (!waiter.isSettled()) {
          if (others == null) {
            others = new LinkedHashSet<>();
          }
          others.add(waiter);
        }
        return;
      }
    }
    tell(waiter);
  }

  /** Releases a caller that stopped waiting. */
  synchronized void leave(CredentialWaiter<?> waiter) {
    if (others != null) {
      others.remove(waiter);
    }
  }

  /** Sets a task that runs when the flight ends, or at once if it has ended. */
  void whenEnded(Runnable task) {
    synchronized (this) {
      if (!ended) {
        onEnd = task;
        return;
      }
    }
    task.run();
  }

  /** Allows the issue to wait from now on. */
  void letWait() {
    mayWait = true;
  }

  /**
   * Runs the flight on a thread that waits for it and may be the executor's only one. If a thread
   * that must not wait runs it first, the flight may have to run once more after that.
   */
  void runForWaiter() {
    letWait();
    awaitThreadThatMustNotWait();
    run();
  }

  private synchronized void awaitThreadThatMustNotWait() {
    try {
      while (thread != null && !threadMayWait) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Issues the credential, unless another thread has or the flight has ended.
   *
   * @throws RunElsewhere if it must run once more, on a thread that may wait
   */
  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    CachedCredential credential;
    try {
      credential = issue.issue(threadMayWait, again);
    } catch (RunElsewhere e) {
      startOver();
      throw e;
    } catch (Throwable e) {
      // Any Throwable: a stack that overflows in the scheme may overflow again during the report.
      fail(e);
      return;
    } finally {
      leaveThread();
    }
    if (end()) {
      try {
        owner.landed(this, credential);
      } finally {
        tellAll(credential, null);
      }
    } else {
      owner.landedLate(credential);
    }
  }

  /** Ends the flight without a credential; has no effect if it has ended. */
  void fail(Throwable why) {
    if (!end()) {
      return;
    }
    failedByRequest = why instanceof CredentialException known && known.isOfRequest();
    CredentialException shared = null;
    try {
      shared = owner.failed(this, why);
    } finally {
      tellAll(null, shared);
    }
  }

  /**
   * Interrupts the issuing thread, and returns whether there is one.
   *
   * @param whenLeft runs when that thread leaves the flight, if ever
   */
  synchronized boolean interrupt(Runnable whenLeft) {
    if (thread == null) {
      return false;
    }
    onLeave = whenLeft;
    thread.interrupt();
    return true;
  }

  /**
   * Returns whether the failure concerns one request only: what the scheme read belongs to this
   * request, or could not be read.
   */
  boolean isFailedByRequest() {
    return leader != null && (failedByRequest || leader.request.contentFailure() != null);
  }

  private synchronized boolean begin() {
    boolean first = !begun && !ended;
    begun = true;
    if (first) {
      thread = Thread.currentThread();
      threadMayWait = mayWait;
    }
    return first;
  }

  private synchronized void startOver() {
    begun = false;
    again = true;
    thread = null;
    notifyAll();
  }

  private void leaveThread() {
    Runnable task;
    synchronized (this) {
      if (thread != Thread.currentThread()) {
        // It starts over, possibly already on another thread.
        return;
      }
      thread = null;
      notifyAll();
      task = onLeave;
    }
    if (task != null) {
      // The interrupt was meant for this flight and not for what the thread does next.
      Thread.interrupted();
      task.run();
    }
  }

  private boolean end() {
    Runnable task;
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
      task = onEnd;
    }
    if (task != null) {
      task.run();
    }
    return true;
  }

  private void tellAll(@Nullable CachedCredential credential, @Nullable CredentialException why) {
    Set<CredentialWaiter<?>> waiting;
    synchronized (this) {
      told = true;
      landed = credential;
      failure = why;
      waiting = others == null ? Set.of() : others;
      others = null;
    }
    if (leader != null) {
      tell(leader);
    }
    waiting.forEach(this::tell);
  }

  private void tell(CredentialWaiter<?> waiter) {
    CachedCredential credential;
    CredentialException why;
    synchronized (this) {
      credential = landed;
      why = failure;
    }
    if (credential != null) {
      owner.deliver(this, credential, waiter);
    } else if (waiter != leader && isFailedByRequest()) {
      waiter.ask();
    } else {
      // Null if even the failure could not be reported, because the stack overflowed.
      owner.deliver(why == null ? new CredentialException("No credential") : why, waiter);
    }
  }
}
