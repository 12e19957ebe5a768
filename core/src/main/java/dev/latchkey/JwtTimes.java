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

  /**
   * @param issuedAt whether there is an {@code iat}
   * @param lifetime {@code exp} minus {@code iat}; null if there is no {@code exp}
   * @throws IllegalStateException if a token would be expired when it is made
   */
  JwtTimes(boolean issuedAt, @Nullable Duration lifetime, Duration backdating, boolean perRequest) {
    // In whole seconds, as the times in a token are: a part of one may cost a whole one.
    if (lifetime != null && backdating.plusNanos(999_999_999).toSeconds() >= lifetime.toSeconds()) {
      throw new IllegalStateException(
          "backdatedBy must be shorter than lifetime, counted in whole seconds, but was "
              + backdating);
    }
    this.issuedAt = issuedAt;
    this.lifetime = lifetime;
    this.backdating = backdating;
    this.perRequest = perRequest;
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

  /** Returns the {@code exp} of a token of this {@code iat}, or null if it has none. */
  @Nullable Instant end(long iat) {
    return lifetime == null ? null : Instant.ofEpochSecond(iat).plus(lifetime);
  }

  /** Appends the dates to an object that {@code json} has opened. */
  void appendTo(StringBuilder json, long iat) {
    if (issuedAt) {
      separate(json).append("\"iat\":").append(iat);
    }
    if (lifetime != null) {
      separate(json).append("\"exp\":").append(iat + lifetime.toSeconds());
    }
  }

  private static StringBuilder separate(StringBuilder json) {
    return json.length() > 1 ? json.append(',') : json;
  }
}
