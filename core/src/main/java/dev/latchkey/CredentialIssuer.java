package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the scheme of one origin on the right thread, with the time of the server's clock, and
 * notifies the listener. Turns whatever the scheme throws into a {@link CredentialException}.
 */
final class CredentialIssuer {
  /** Is notified of each issue, before the credential is used. */
  interface OnIssue {
    /**
     * Called for a credential.
     *
     * @throws CredentialException if it must not be used
     */
    void issued(RequestHead request, CachedCredential issued) throws CredentialException;

    /** Called for an issue that failed after the scheme read what belongs to one request only. */
    void failedForOneRequest();
  }

  private final Origin origin;
  private final AuthScheme scheme;
  private final TimeSource times;
  private final SafeListener listener;
  private final CredentialExecutor executor;
  private final OnIssue onIssue;
  private final ServerClock serverClock;
  private final CredentialParts parts;
  private final KeyEvents keyEvents;

  /** Whether the scheme only computes and may run on the thread of a call. */
  private final boolean immediate;

  /** Whether the last issue for one request had to run once more, on a thread that may wait. */
  private volatile boolean elsewhere;

  /** Whether the key or the clock changed. */
  final CredentialChanges changes;

  /** The back-off for issues after a failure whose reason changed: an issued credential ends it. */
  private final SharedBackoff cures;

  CredentialIssuer(
      Origin origin,
      AuthScheme scheme,
      ServerClock serverClock,
      CredentialParts parts,
      KeyringResources resources,
      OnIssue onIssue) {
    this.origin = origin;
    this.scheme = scheme;
    this.times = resources.times();
    this.listener = resources.listener();
    this.executor = resources.executor();
    this.parts = parts;
    this.onIssue = onIssue;
    this.serverClock = serverClock;
    this.keyEvents = new KeyEvents(origin, scheme, listener);
    this.immediate = !scheme.mayBlock();
    this.changes = new CredentialChanges(scheme, serverClock, times);
    this.cures = new SharedBackoff(times);
  }

  TimeSource times() {
    return times;
  }

  /** Learns the server's clock from the head of a refusal. */
  void learnClock(Function<String, @Nullable String> header, long sentMillis) {
    if (serverClock.learn(header, sentMillis, times.millis())) {
      Duration apart = Duration.ofMillis(serverClock.told());
      listener.clockOffset(ClockOffsetEvent.of(origin, apart, serverClock.isApplied()));
    }
  }

  /**
   * Returns a new flight, which the caller starts.
   *
   * @param leader the waiter that causes it; null if it renews a credential before its end
   * @param replaced the credential that a server refused; null if none
   * @param onlyIfOutdated whether to replace it only if the key or the clock has changed
   */
  CredentialFlight newFlight(
      CredentialFlight.Owner owner,
      RequestHead request,
      @Nullable CredentialWaiter<?> leader,
      @Nullable CachedCredential replaced,
      boolean onlyIfOutdated) {
    // Several may be refused: use only the response to the one that is replaced.
    ResponseHead refusal = leader != null && leader.refused == replaced ? leader.refusal : null;
    return new CredentialFlight(
        owner,
        (mayWait, again) ->
            issue(
                leader == null ? request.withoutContent() : request,
                replaced,
                refusal,
                onlyIfOutdated,
                leader == null,
                mayWait,
                again),
        leader,
        replaced,
        onlyIfOutdated,
        times.nanos().getAsLong());
  }

  /**
   * Issues a credential for one request on this thread, without a flight: no other caller can wait
   * for it. Returns null if the scheme must be called in a flight, because it needs to wait.
   */
  @Nullable CachedCredential issueHere(RequestHead request) throws CredentialException {
    if (!immediate) {
      return null;
    }
    long startNanos = listener.isEmpty() ? 0 : times.nanos().getAsLong();
    CachedCredential issued = null;
    try {
      issued = issue(request, null, null, false, false, false, false);
    } catch (RunElsewhere e) {
      // Then it is null.
    } catch (CredentialException e) {
      tellFailure(e, startNanos, false);
      throw e;
    }
    if (elsewhere != (issued == null)) {
      elsewhere = issued == null;
    }
    return issued;
  }

  /** Starts a flight: on this thread if its scheme only computes, else on the executor. */
  void start(CredentialFlight flight) {
    start(flight, immediate && !flight.isInBackground());
  }

  /** Starts a flight on the executor. */
  void startElsewhere(CredentialFlight flight) {
    start(flight, false);
  }

  private void start(CredentialFlight flight, boolean here) {
    try {
      if (!here || !runsHere(flight)) {
        executor.run(flight, isOnExecutor() && !flight.isInBackground());
      }
    } catch (Throwable e) {
      // Any Throwable: if no thread can be created, the waiters must not hang.
      flight.fail(e);
    }
  }

  private boolean runsHere(CredentialFlight flight) {
    try {
      executor.runHere(flight);
      return true;
    } catch (RunElsewhere e) {
      return false;
    }
  }

  /** Returns whether an issue for one request is likely to run on a thread that may wait. */
  boolean isElsewhere() {
    return elsewhere || !immediate;
  }

  /** Runs a flight that a scheme waits for, if the executor may have no other thread for it. */
  void runIfNeeded(CredentialFlight flight) {
    if (isOnExecutor()) {
      flight.runForWaiter();
    }
  }

  /** Returns whether this thread is one of the executor's, which may have no other. */
  private boolean isOnExecutor() {
    return IssueStack.ofThread().isOn(executor);
  }

  /** Returns whether the scheme would wait for itself if it were called on this thread. */
  boolean isIssuingHere() {
    return IssueStack.ofThread().isIssuing(this);
  }

  /** Resets the back-off for a changed key or clock, but not the server's clock. */
  void forget() {
    changes.forget();
    cures.record(true);
  }

  CredentialException waitsForItself() {
    return new CredentialException(
        "No credential for " + origin + ": its scheme requested its own credential");
  }

  CredentialException failure(Throwable why) {
    return CredentialException.of(origin, why);
  }

  /** Notifies the listener of a failure, unless it is that of a part, which was reported. */
  void tellFailure(CredentialFlight flight, CredentialException failure) {
    tellFailure(failure, flight.startNanos, flight.isInBackground());
  }

  private void tellFailure(CredentialException failure, long startNanos, boolean background) {
    if (!failure.isOfPart()) {
      listener.issueFailed(IssueFailedEvent.of(origin, failure, since(startNanos), background));
    }
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(times.nanos().getAsLong() - nanos);
  }

  /** Returns whether the reason of a failure has changed, with the same restriction. */
  boolean mayBeCured(@Nullable CredentialException failure) {
    return failure != null && cures.isOver() && failure.isOutdated();
  }

  /** Records an issue because the reason of a failure changed, or that it succeeded. */
  void cure(boolean succeeded) {
    cures.record(succeeded);
  }

  private CachedCredential issue(
      RequestHead request,
      @Nullable CachedCredential replaced,
      @Nullable ResponseHead refusal,
      boolean onlyIfOutdated,
      boolean background,
      boolean mayWait,
      boolean again)
      throws CredentialException {
    IssueStack stack = IssueStack.ofThread();
    stack.push(this, executor, mayWait);
    try {
      if (replaced != null && !again && !beginReplacing(replaced, onlyIfOutdated)) {
        return replaced;
      }
      return issue(request, replaced, refusal, background, mayWait);
    } catch (RunElsewhere e) {
      throw e;
    } catch (Throwable e) {
      // Any Throwable: Kotlin throws undeclared exceptions, and waiters must not hang.
      throw failure(e);
    } finally {
      stack.pop(mayWait);
    }
  }

  /** Begins to replace a refused credential; returns false if there is no reason to. */
  private boolean beginReplacing(CachedCredential refused, boolean onlyIfOutdated) {
    if (onlyIfOutdated) {
      return changes.use(refused);
    }
    BuiltInScheme.refused(scheme, refused.credential.madeWith());
    return true;
  }

  private CachedCredential issue(
      RequestHead request,
      @Nullable CachedCredential replaced,
      @Nullable ResponseHead refusal,
      boolean background,
      boolean mayWait)
      throws Exception {
    long millis = times.millis();
    long nanos = times.nanos().getAsLong();
    long offset = serverClock.offset(millis);
    Instant dated = date(Instant.ofEpochMilli(millis + offset), replaced);
    IssueContext context =
        new IssueContext(dated, times.wall(), request, refusal, parts, replaced, mayWait);
    Credential credential = ask(context);
    CachedCredential issued =
        new CachedCredential(
            credential,
            context.vary(),
            context.readsWhole(),
            context.leastAge(),
            credential.end() == null ? context.usedParts() : List.of(),
            offset,
            dated,
            millis,
            nanos,
            times.random().getAsDouble());
    if (issued.hasEndedUnused(times, times.millis())) {
      throw new CredentialException("its scheme issued a credential that had already expired");
    }
    onIssue.issued(request, issued);
    keyEvents.signedWith(credential.madeWith());
    if (!issued.hasParts() && !listener.isEmpty()) {
      listener.issued(IssuedEvent.of(origin, since(nanos), background, dated, credential.end()));
    }
    return issued;
  }

  private Credential ask(IssueContext context) throws Exception {
    Credential credential;
    try {
      credential = scheme.issue(context);
    } catch (Throwable e) {
      if (context.runsElsewhere()) {
        // Whatever the scheme did with the signal.
        throw new RunElsewhere();
      }
      if (context.readsWhole()) {
        onIssue.failedForOneRequest();
        throw failure(e).ofRequest();
      }
      throw e;
    }
    if (context.runsElsewhere()) {
      throw new RunElsewhere();
    }
    if (credential == null) {
      throw new CredentialException("its scheme returned null; it must return a credential");
    }
    Credential checked = context.checked(credential);
    return checked.end() == null && context.hasSingleUsePart() ? checked.singleUse() : checked;
  }

  /**
   * Returns the time to give to the scheme. If it is still the second of the refused credential,
   * and the key is the same, it is a second earlier: whole seconds would give the same bytes again,
   * and a server whose clock is a fraction of a second behind refuses a token dated in its future.
   */
  private Instant date(Instant now, @Nullable CachedCredential replaced) throws Exception {
    if (replaced == null
        || now.getEpochSecond() != replaced.dated.getEpochSecond()
        || changes.isKeyChangedSince(replaced)) {
      return now;
    }
    return replaced.dated.minusSeconds(1);
  }
}
