package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The dates of a scheme's tokens, and how long they are reused. Thread-safe. */
final class JwtTimes {
  private final boolean issuedAt;
  private final @Nullable Duration lifetime;
  private final Duration backdating;
  private final boolean perRequest;
  private final @Nullable Duration reuse;
  private final Duration leastAge;

  /** Those of the last token: a client that signs each request makes many in a second. */
  private volatile @Nullable Dates last;

  /**
   * @param issuedAt whether there is an {@code iat}
   * @param lifetime {@code exp} minus {@code iat}; null if there is no {@code exp}
   * @param reuse how long a token is reused; null to reuse it until it expires
   * @param leastAge the minimum time until it is replaced
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

  /** Returns the {@code iat} of a token that is issued now. */
  long issuedAt(Instant now) {
    return now.minus(backdating).getEpochSecond();
  }

  /**
   * Returns the time until which a token has the same bytes, if only the time changes it and its
   * signature is deterministic: the end of the second of its {@code iat}.
   */
  Instant endOfSecond(long iat) {
    return Instant.ofEpochSecond(iat + 1).plus(backdating);
  }

  /**
   * Returns the time until which a token that is issued now is reused; null if it has no end.
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

  /** Returns the minimum time until a reused token is replaced. */
  Duration leastAge() {
    return leastAge;
  }

  /** Returns the dates as JSON, each after a comma. */
  byte[] json(long iat) {
    Dates known = last;
    if (known == null || known.iat != iat) {
      known = new Dates(iat, written(iat));
      last = known;
    }
    return known.json;
  }

  private byte[] written(long iat) {
    JsonBytes json = new JsonBytes(36);
    if (issuedAt) {
      json.append(",\"iat\":");
      json.append(Long.toString(iat));
    }
    if (lifetime != null) {
      json.append(",\"exp\":");
      json.append(Long.toString(iat + lifetime.toSeconds()));
    }
    return json.toArray();
  }

  private static final class Dates {
    final long iat;
    final byte[] json;

    Dates(long iat, byte[] json) {
      this.iat = iat;
      this.json = json;
    }
  }
}
