package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scheme of one origin for credentials: on the right thread, dated by the server's clock,
 * and with the listener told. Whatever the scheme throws becomes a {@link CredentialException}.
 */
final class CredentialIssuer {
  /** Is told of each issue, a credential before it is used. */
  interface OnIssue {
    /**
     * Takes note of a credential.
     *
     * @throws CredentialException if it must not be used
     */
    void issued(RequestHead request, CachedCredential issued) throws CredentialException;

    /** Takes note of an issue that failed, after the scheme read what is of one request only. */
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

  /** Whether issuing only computes and may run on the thread of a call. */
  private final boolean immediate;

  /** Whether the last issue that must not wait had to run once more, where it may. */
  private volatile boolean elsewhere;

  /** How often a changed key or clock was the reason for another issue, in a row. */
  private volatile Backoff changes = Backoff.NONE;

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
  }

  TimeSource times() {
    return times;
  }

  /** Notes how the server's clock runs, as far as the head of a refusal tells. */
  void learnClock(Function<String, @Nullable String> header, long sentMillis) {
    if (serverClock.learn(header, sentMillis, times.millis())) {
      Duration apart = Duration.ofMillis(serverClock.told());
      listener.clockOffset(ClockOffsetEvent.of(origin, apart, serverClock.isApplied()));
    }
  }

  /**
   * Returns a new flight, which is to be started.
   *
   * @param leader who waits for it; null if it renews a credential ahead of its end
   * @param replaced what a server refused; null if nothing was
   * @param onlyIfOutdated whether to replace it only if the key or the clock has changed
   */
  CredentialFlight newFlight(
      CredentialFlight.Owner owner,
      RequestHead request,
      @Nullable CredentialWaiter<?> leader,
      @Nullable CachedCredential replaced,
      boolean onlyIfOutdated) {
    // Of several that may be refused, only the answer to the one that is replaced.
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

  /** Starts a flight: on this thread if its scheme only computes, else on the executor. */
  void start(CredentialFlight flight) {
    try {
      if (!immediate || flight.isInBackground() || !runsHere(flight)) {
        executor.run(flight, isOnExecutor() && !flight.isInBackground());
      }
    } catch (Throwable e) {
      // Any: where no thread can be made, for the issue or for its timer, nobody may wait for one.
      flight.fail(e);
    }
  }

  private boolean runsHere(CredentialFlight flight) {
    boolean here = true;
    try {
      executor.runHere(flight);
    } catch (RunElsewhere e) {
      here = false;
    }
    if (elsewhere == here) {
      elsewhere = !here;
    }
    return here;
  }

  /** Whether an issue is likely to run where it may wait. */
  boolean isElsewhere() {
    return elsewhere || !immediate;
  }

  /** Runs a flight that a scheme waits for, if the executor may have no other thread for it. */
  void runIfNeeded(CredentialFlight flight) {
    if (isOnExecutor()) {
      flight.runForWaiter();
    }
  }

  /** Whether this thread is one of the executor's, which may have no other. */
  private boolean isOnExecutor() {
    return IssueStack.ofThread().isOn(executor);
  }

  /** Whether the scheme would wait for itself if it asked for its credential on this thread. */
  boolean isIssuingHere() {
    return IssueStack.ofThread().isIssuing(this);
  }

  /** Forgets how often a changed key or clock did not help, but not the server's clock. */
  void forget() {
    changes = Backoff.NONE;
  }

  CredentialException waitsForItself() {
    return new CredentialException(
        "No credential for " + origin + ": its scheme asked for one while it was issuing it");
  }

  CredentialException failure(Throwable why) {
    return CredentialException.of(origin, why);
  }

  /** Tells the listener of a failure, unless that of a part was told. */
  void tellFailure(CredentialFlight flight, CredentialException failure) {
    if (!failure.isOfPart()) {
      listener.issueFailed(
          IssueFailedEvent.of(origin, failure, since(flight.startNanos), flight.isInBackground()));
    }
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(times.nanos().getAsLong() - nanos);
  }

  boolean isClockChangedSince(CachedCredential credential) {
    // Less than a second is below the resolution of Date and of the times in a token.
    return Math.abs(credential.offset - serverClock.offset(times.millis())) >= 1_000;
  }

  /**
   * Notes that a retry with a credential that replaced a refused one was accepted, or refused, and
   * returns whether another key signs because of it.
   */
  boolean retried(CachedCredential credential, boolean accepted) {
    if (accepted && changes != Backoff.NONE) {
      changes = Backoff.NONE;
    }
    return BuiltInScheme.retried(scheme, credential.credential.madeWith(), accepted);
  }

  /**
   * Whether it is worth asking whether the key or the clock changed since the issue. It is not
   * where they just did: a value that differs each time would let each refusal pass the back-off.
   */
  boolean mayBeOutdated(CachedCredential credential) {
    return changes.isOver(times)
        && (credential.credential.madeWith() != null || isClockChangedSince(credential));
  }

  /** Whether what led to a failure has changed, with the same restraint. */
  boolean mayBeCured(@Nullable CredentialException failure) {
    return failure != null && changes.isOver(times) && failure.isOutdated();
  }

  /** Notes that a change is the reason for another issue. */
  void countChange() {
    changes = changes.next(times);
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
      // Any: Kotlin lets a scheme throw what Java makes it declare, and nobody may wait in vain.
      throw failure(e);
    } finally {
      stack.pop(mayWait);
    }
  }

  /** Begins to replace a refused credential; returns false if there is no reason to. */
  private boolean beginReplacing(CachedCredential refused, boolean onlyIfOutdated) {
    if (!onlyIfOutdated) {
      BuiltInScheme.refused(scheme, refused.credential.madeWith());
      return true;
    }
    boolean outdated = isOutdated(refused);
    if (outdated) {
      countChange();
    }
    return outdated;
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
    if (issued.hasEndedUnused(times)) {
      throw new CredentialException("its scheme issued a credential that has expired already");
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
        // Whatever the scheme made of the signal.
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
      throw new CredentialException("its scheme issued null");
    }
    Credential checked = context.checked(credential);
    return checked.end() == null && context.hasSingleUsePart() ? checked.singleUse() : checked;
  }

  /**
   * Returns the time to tell the scheme. If it is still the second of the refused credential, and
   * the key is the same, it is a second earlier: whole seconds would give the same bytes again, and
   * a server whose clock is a fraction of a second behind refuses a token dated in its future.
   */
  private Instant date(Instant now, @Nullable CachedCredential replaced) throws Exception {
    if (replaced == null
        || now.getEpochSecond() != replaced.dated.getEpochSecond()
        || isKeyChangedSince(replaced)) {
      return now;
    }
    return replaced.dated.minusSeconds(1);
  }

  private boolean isOutdated(CachedCredential credential) {
    try {
      return (!credential.isHeld(times) && isClockChangedSince(credential))
          || isKeyChangedSince(credential);
    } catch (Throwable e) {
      // Then there is no reason to issue another one.
      return false;
    }
  }

  private boolean isKeyChangedSince(CachedCredential credential) throws Exception {
    Object key = BuiltInScheme.currentKey(scheme);
    return key != null && !key.equals(credential.credential.madeWith());
  }
}
