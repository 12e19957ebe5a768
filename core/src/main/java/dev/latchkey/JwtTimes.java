package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The dates of a scheme's tokens, and how long they are reused. Immutable. */
final class JwtTimes {
  private final boolean issuedAt;
  private final @Nullable Duration lifetime;
  private final Duration backdating;
  private final boolean perRequest;
  private final @Nullable Duration reuse;
  private final Duration leastAge;

  /**
   * @param issuedAt whether there is an {@code iat}
   * @param lifetime {@code exp} minus {@code iat}; null if there is no {@code exp}
   * @param reuse for how long a token is reused; null if until it expires
   * @param leastAge the least time until another one takes its place
   */
  JwtTimes(
      boolean issuedAt,
      @Nullable Duration lifetime,
      Duration backdating,
      boolean perRequest,
      @Nullable Duration reuse,
      Duration leastAge) {
    this.issuedAt = issuedAt;
    this.lifetime = lifetime;
    this.backdating = backdating;
    this.perRequest = perRequest;
    this.reuse = reuse;
    this.leastAge = leastAge;
  }

  boolean isPerRequest() {
    return perRequest;
  }

  /** Returns the {@code iat} of a token that is made now. */
  long issuedAt(Instant now) {
    return now.minus(backdating).getEpochSecond();
  }

  /**
   * Returns until when a token is the same bytes, if nothing but the time changes it and its
   * signature is deterministic: until the second of its {@code iat} ends.
   */
  Instant endOfSecond(long iat) {
    return Instant.ofEpochSecond(iat + 1).plus(backdating);
  }

  /**
   * Returns until when a token that is made now is reused; null if for good.
   *
   * @param iat its {@code iat}
   */
  @Nullable Instant end(long iat, Instant now) {
    Instant expiry = lifetime == null ? null : Instant.ofEpochSecond(iat).plus(lifetime);
    if (reuse == null) {
      return expiry;
    }
    Instant end = now.plus(reuse);
    return expiry == null || end.isBefore(expiry) ? end : expiry;
  }

  /** Returns the least time until another token takes the place of one that is reused. */
  Duration leastAge() {
    return leastAge;
  }

  /** Appends the dates, each behind a comma. */
  void appendTo(StringBuilder json, long iat) {
    if (issuedAt) {
      json.append(",\"iat\":").append(iat);
    }
    if (lifetime != null) {
      json.append(",\"exp\":").append(iat + lifetime.toSeconds());
    }
  }
}
