package dev.latchkey;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The claims of a scheme's tokens, with their dates. Immutable. */
final class JwtClaims {
  /** The length of the braces, and of {@code iat} and {@code exp} of ten digits each. */
  private static final int FRAME_LENGTH = 36;

  private final JwtTemplate members;
  private final int expectedLength;
  private final boolean issuedAt;
  private final @Nullable Duration lifetime;
  private final Duration backdating;

  /**
   * @param issuedAt whether there is an {@code iat}
   * @param lifetime {@code exp} minus {@code iat}; null if there is no {@code exp}
   * @throws IllegalStateException if a token would be expired when it is made
   */
  JwtClaims(
      JwtTemplate members, boolean issuedAt, @Nullable Duration lifetime, Duration backdating) {
    // In whole seconds, as the times in a token are: a part of one may cost a whole one.
    if (lifetime != null && backdating.plusNanos(999_999_999).toSeconds() >= lifetime.toSeconds()) {
      throw new IllegalStateException(
          "backdatedBy must be shorter than lifetime, counted in whole seconds, but was "
              + backdating);
    }
    this.backdating = backdating;
    this.members = members;
    this.expectedLength = members.expectedLength() + FRAME_LENGTH;
    this.issuedAt = issuedAt;
    this.lifetime = lifetime;
  }

  /**
   * Checks that tokens either have a lifetime or do not expire.
   *
   * @throws IllegalStateException if neither or both were set
   */
  static void checkExpiry(@Nullable Duration lifetime, boolean withoutExpiry) {
    if (lifetime == null && !withoutExpiry) {
      throw new IllegalStateException(
          "lifetime is not set; call lifetime(…), or withoutExpiry() if tokens must not expire");
    }
    if (lifetime != null && withoutExpiry) {
      throw new IllegalStateException(
          "lifetime(…) and withoutExpiry() exclude each other; call one of them");
    }
  }

  /**
   * Returns a lifetime in whole seconds.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  static Duration checkLifetime(Duration lifetime) {
    if (lifetime.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "lifetime must be at least one second, but was " + lifetime);
    }
    return Duration.ofSeconds(lifetime.toSeconds());
  }

  /**
   * Returns what tokens are dated back by.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static Duration checkBackdating(Duration backdating) {
    if (backdating.isNegative()) {
      throw new IllegalArgumentException("backdatedBy must not be negative, but was " + backdating);
    }
    return backdating;
  }

  /** Returns whether the claims change with the time only. */
  boolean isConstant() {
    return members.isConstant();
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

  /**
   * Returns the claims as UTF-8 JSON.
   *
   * @param key the key that signs the token
   */
  byte[] json(long iat, IssueContext context, SigningKey key) throws CredentialException {
    StringBuilder json = new StringBuilder(expectedLength).append('{');
    members.appendTo(json, context, key);
    if (issuedAt) {
      separate(json).append("\"iat\":").append(iat);
    }
    if (lifetime != null) {
      separate(json).append("\"exp\":").append(iat + lifetime.toSeconds());
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static StringBuilder separate(StringBuilder json) {
    return json.length() > 1 ? json.append(',') : json;
  }
}
