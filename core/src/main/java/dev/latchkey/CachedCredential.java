package dev.latchkey;

import static dev.latchkey.CredentialPhase.EXPIRED;
import static dev.latchkey.CredentialPhase.FRESH;
import static dev.latchkey.CredentialPhase.STALE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A credential that was issued, with the times that bound its use, all told by this machine's
 * clocks. Its age is the greater of what the wall clock and what the monotonic clock say, so
 * neither a clock that is set back nor a suspended machine prolongs its life.
 */
final class CachedCredential {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long MOST_AHEAD = Duration.ofMinutes(15).toMillis();
  private static final long MOST_MARGIN = Duration.ofSeconds(60).toMillis();
  private static final CredentialPart[] NO_PARTS = {};
  private static final int BYTES_PER_WEIGHT = 4_096;

  final Credential credential;

  /** What of the request the credential depends on. */
  final Vary vary;

  /** Whether it depends on all headers or the body, and is for one request. */
  final boolean readsWhole;

  /** How far the server's clock was taken to be ahead, in milliseconds. */
  final long offset;

  /** The time that the scheme was told. */
  final Instant dated;

  /** What it is made of and lives as long as; empty if it has a life of its own. */
  private final CredentialPart[] parts;

  private final long issuedMillis;
  private final long issuedNanos;

  /** How long after it was issued it is held by the monotonic clock. */
  private final long heldNanos;

  /** From here on it is stale. */
  private final long renewAt;

  /** How long after it was issued that is by the monotonic clock. */
  private final long freshNanos;

  /** From here on it is expired, unless another one could not be issued. */
  private final long marginAt;

  /** From here on it is expired. */
  private final long endAt;

  /** Whether another one took its place because a server refused it. */
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
   * Whether the credential is fresh, in fewer steps than {@link #phase}.
   *
   * @param millis what the wall clock told just now
   */
  boolean isFresh(TimeSource times, long millis) {
    return (renewAt == NEVER
            || (millis < renewAt && times.nanos().getAsLong() - issuedNanos < freshNanos))
        && isMadeOfCurrent(millis);
  }

  /** Notes that another one takes its place because a server refused it. */
  void replaceRefused() {
    refused = true;
  }

  /**
   * Whether it may still be used, though another one may be held by now.
   *
   * @param renewalFailed whether what needs it could not be made of another one
   */
  boolean isUsable(TimeSource times, boolean renewalFailed) {
    return !refused && phase(times, renewalFailed) != EXPIRED;
  }

  /**
   * Whether its parts are what their schemes would give.
   *
   * @param millis what the wall clock told just now
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
   * Whether a part may be replaced now whose scheme takes a response for a refusal: then it is of
   * no account that retries with other parts were in vain.
   */
  boolean isReplaceable(ResponseHead refusal) {
    return parts().stream().anyMatch(part -> part.isReplaceable(refusal));
  }

  boolean hasParts() {
    return parts.length > 0;
  }

  /**
   * Whether it is too early for another one of the same key to take its place. The wall clock only
   * tells whether it has ended: set forward, it would shorten the time.
   */
  boolean isHeld(TimeSource times) {
    return heldNanos > 0 && times.nanos().getAsLong() - issuedNanos < heldNanos && !hasEnded(times);
  }

  boolean hasEnded(TimeSource times) {
    return now(times) >= endAt;
  }

  /** The time by which the bounds are judged; costs nothing where there are none. */
  private long now(TimeSource times) {
    return renewAt == NEVER
        ? 0
        : Math.max(
            times.millis(), issuedMillis + (times.nanos().getAsLong() - issuedNanos) / 1_000_000);
  }

  /** Whether the credential ended before it could be used once. */
  boolean hasEndedUnused(TimeSource times) {
    Instant end = credential.end();
    if (end == null) {
      return false;
    }
    // One that is the same only until a second ends, and was dated back, is good for this one use.
    return credential.reuse() == CredentialReuse.TO_THE_END ? !end.isAfter(dated) : hasEnded(times);
  }

  boolean isNewerThan(CachedCredential other) {
    return issuedNanos - other.issuedNanos > 0;
  }

  /** Whether the issue began after a time of the monotonic clock. */
  boolean isIssuedAfter(long nanos) {
    return issuedNanos - nanos > 0;
  }

  boolean hasSameHeaders(CachedCredential other) {
    return credential.hasSameParts(other.credential);
  }

  boolean isSingleUse() {
    return credential.reuse() == CredentialReuse.NEVER;
  }

  /** How much of {@link Keyring.Builder#maximumCredentials} it takes: 1 unless it is long. */
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
