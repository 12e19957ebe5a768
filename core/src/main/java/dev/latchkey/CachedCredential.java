package dev.latchkey;

import static dev.latchkey.CredentialPhase.EXPIRED;
import static dev.latchkey.CredentialPhase.FRESH;
import static dev.latchkey.CredentialPhase.STALE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An issued credential, with the times that bound its use, all by this machine's clocks. Its age is
 * the greater of those by the wall clock and by the monotonic clock, so neither a clock that is set
 * back nor a suspended machine prolongs its life.
 */
final class CachedCredential {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long MOST_AHEAD = Duration.ofMinutes(15).toMillis();
  private static final long MOST_MARGIN = Duration.ofSeconds(60).toMillis();
  private static final CredentialPart[] NO_PARTS = {};
  private static final int BYTES_PER_WEIGHT = 4_096;

  final Credential credential;

  /** The parts of the request on which the credential depends. */
  final Vary vary;

  /** Whether it depends on all headers or the body, and is for one request. */
  final boolean readsWhole;

  /**
   * The offset of the server's clock that was applied, in milliseconds; positive if it is ahead.
   */
  final long offset;

  /** The time that the scheme was given. */
  final Instant dated;

  /** The parts that it is made of and that bound its life; empty if it has a life of its own. */
  private final CredentialPart[] parts;

  private final long issuedMillis;
  private final long issuedNanos;

  /** For how long after the issue it is not replaced, by the monotonic clock. */
  private final long heldNanos;

  /** From here on it is stale. */
  private final long renewAt;

  /** For how long after the issue it is fresh, by the monotonic clock. */
  private final long freshNanos;

  /** From here on it is expired, unless another one could not be issued. */
  private final long marginAt;

  /** From here on it is expired. */
  private final long endAt;

  /** When the monotonic clock last showed that it stays fresh for a while, by the wall clock. */
  private volatile long youngMillis = Long.MIN_VALUE;

  /** Whether it was replaced because a server refused it. */
  private volatile boolean refused;

  CachedCredential(
      Credential credential,
      Vary vary,
      boolean readsWhole,
      Duration leastAge,
      List<CredentialPart> parts,
      long offset,
      Instant dated,
      long issuedMillis,
      long issuedNanos,
      double random) {
    this.credential = credential;
    this.vary = vary;
    this.readsWhole = readsWhole;
    this.parts = parts.isEmpty() ? NO_PARTS : parts.toArray(NO_PARTS);
    this.offset = offset;
    this.dated = dated;
    this.issuedMillis = issuedMillis;
    this.issuedNanos = issuedNanos;
    this.heldNanos = leastAge.toNanos();
    Instant end = credential.end();
    if (end == null) {
      this.renewAt = NEVER;
      this.freshNanos = NEVER;
      this.marginAt = NEVER;
      this.endAt = NEVER;
      return;
    }
    this.endAt = toMillis(end) - offset;
    if (credential.reuse() == CredentialReuse.TO_THE_END) {
      this.renewAt = endAt;
      this.freshNanos = nanosFromIssue(renewAt);
      this.marginAt = endAt;
      return;
    }
    long life = endAt - issuedMillis;
    long window = Math.min(life / 5, MOST_AHEAD);
    this.renewAt = endAt - window - Math.round(random * (window / 2.0));
    this.freshNanos = nanosFromIssue(renewAt);
    this.marginAt = endAt - Math.min(life / 10, MOST_MARGIN);
  }

  /**
   * Returns the phase of the credential.
   *
   * @param renewalFailed whether another one could not be issued since this one was
   */
  CredentialPhase phase(TimeSource times, boolean renewalFailed) {
    if (parts.length > 0 && !isMadeOfCurrent(times.millis())) {
      return parts().stream().allMatch(part -> part.isUsable(renewalFailed)) ? STALE : EXPIRED;
    }
    long now = now(times);
    if (now < renewAt || isHeld(times)) {
      return FRESH;
    }
    return now < (renewalFailed ? endAt : marginAt) ? STALE : EXPIRED;
  }

  /**
   * Returns whether the credential is fresh, in fewer steps than {@link #phase}.
   *
   * @param millis the wall clock's current time
   */
  boolean isFresh(TimeSource times, long millis) {
    return (renewAt == NEVER || (millis < renewAt && isYoung(times, millis)))
        && isMadeOfCurrent(millis);
  }

  /**
   * Returns whether it is fresh by the monotonic clock. That clock is not read each time, because
   * reading a clock takes longer than all the rest: once it shows that more than twice {@link
   * TimeSource#aloneMillis} are left, the wall clock is read alone until it has moved on by that
   * time. A wall clock that runs at least half as fast hides nothing. If it is set back to before
   * that look, or stands still at it, this is noticed at once; if it is set back to just after it,
   * when it has run on for that time.
   */
  private boolean isYoung(TimeSource times, long millis) {
    long since = millis - youngMillis;
    if (since > 0 && since < times.aloneMillis()) {
      return true;
    }
    long left = freshNanos - (times.nanos().getAsLong() - issuedNanos);
    if (since != 0 && left > 2 * TimeUnit.MILLISECONDS.toNanos(times.aloneMillis())) {
      youngMillis = millis;
    }
    return left > 0;
  }

  /** Notes that it is replaced because a server refused it. */
  void replaceRefused() {
    refused = true;
  }

  /**
   * Returns whether it may still be used, even if another one is cached by now.
   *
   * @param renewalFailed whether what needs it could not be made of another one
   */
  boolean isUsable(TimeSource times, boolean renewalFailed) {
    return !refused && phase(times, renewalFailed) != EXPIRED;
  }

  /**
   * Returns whether its parts are what their schemes would return.
   *
   * @param millis the wall clock's current time
   */
  boolean isMadeOfCurrent(long millis) {
    for (CredentialPart part : parts) {
      if (!part.isCurrent(millis)) {
        return false;
      }
    }
    return true;
  }

  List<CredentialPart> parts() {
    return List.of(parts);
  }

  /**
   * Returns whether a part whose scheme takes a response for a refusal may be replaced now. Then it
   * does not matter that retries with other parts failed.
   */
  boolean isReplaceable(ResponseHead refusal) {
    return parts().stream().anyMatch(part -> part.isReplaceable(refusal));
  }

  boolean hasParts() {
    return parts.length > 0;
  }

  /**
   * Returns whether it is too early to replace it by another one of the same key. The wall clock
   * only decides whether it has ended: set forward, it would shorten the time.
   */
  boolean isHeld(TimeSource times) {
    return heldNanos > 0 && times.nanos().getAsLong() - issuedNanos < heldNanos && !hasEnded(times);
  }

  boolean hasEnded(TimeSource times) {
    return now(times) >= endAt;
  }

  /** Returns the time to compare the bounds with; costs nothing where there are none. */
  private long now(TimeSource times) {
    return renewAt == NEVER
        ? 0
        : Math.max(
            times.millis(), issuedMillis + (times.nanos().getAsLong() - issuedNanos) / 1_000_000);
  }

  /**
   * Returns whether the credential ended before it could be used once.
   *
   * @param millis the wall clock's current time
   */
  boolean hasEndedUnused(TimeSource times, long millis) {
    Instant end = credential.end();
    if (end == null) {
      return false;
    }
    if (credential.reuse() == CredentialReuse.TO_THE_END) {
      // The same only until a second ends. If it was dated back, it is good for this one use.
      return !end.isAfter(dated);
    }
    // One that is fresh has not ended, which is found in fewer steps.
    return !isFresh(times, millis) && hasEnded(times);
  }

  boolean isNewerThan(CachedCredential other) {
    return issuedNanos - other.issuedNanos > 0;
  }

  /** Returns whether the issue began after a time of the monotonic clock. */
  boolean isIssuedAfter(long nanos) {
    return issuedNanos - nanos > 0;
  }

  boolean hasSameHeaders(CachedCredential other) {
    return credential.hasSameParts(other.credential);
  }

  boolean isSingleUse() {
    return credential.reuse() == CredentialReuse.NEVER;
  }

  /** Returns its share of {@link Keyring.Builder#maximumCredentials}: 1 unless it is long. */
  int weight() {
    int length = 0;
    for (String value : credential.headers().values()) {
      length += value.length();
    }
    for (String value : credential.query().values()) {
      length += value.length();
    }
    return 1 + length / BYTES_PER_WEIGHT;
  }

  private long nanosFromIssue(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis - issuedMillis);
  }

  private static long toMillis(Instant end) {
    // Far beyond any clock, and still safe to subtract an offset from.
    return end.isAfter(Instant.ofEpochMilli(NEVER / 2)) ? NEVER / 2 : end.toEpochMilli();
  }
}
