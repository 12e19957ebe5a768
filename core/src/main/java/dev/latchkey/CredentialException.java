package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no credential is available for a request, which is then not sent. The message names
 * the origin and the reason, and holds no secret: of a foreign exception it names only the class,
 * and the exception is the {@linkplain #getCause() cause}.
 *
 * <p>An {@link AuthScheme} may throw it to give callers the reason of a failure. The message must
 * not contain secrets.
 */
public class CredentialException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final String words;
  private final @Nullable Instant nextTry;
  private final @Nullable Duration wait;

  /** Ends the wait early; null if nothing does. */
  private final transient @Nullable BooleanSupplier changed;

  /** Whether it comes from a part, which was reported and has its own back-off. */
  private final boolean ofPart;

  /** Whether it concerns one request only, because the scheme read all headers or the body. */
  private final boolean ofRequest;

  /** Creates an exception with a message, which must not contain secrets. */
  public CredentialException(String message) {
    this(message, null, null, null, null, false, false);
  }

  /** Creates an exception with a message, which must not contain secrets, and a cause. */
  public CredentialException(String message, @Nullable Throwable cause) {
    this(message, cause, null, null, null, false, false);
  }

  private CredentialException(
      String message,
      @Nullable Throwable cause,
      @Nullable Instant nextTry,
      @Nullable Duration wait,
      @Nullable BooleanSupplier changed,
      boolean ofPart,
      boolean ofRequest) {
    super(nextTry == null ? message : message + " (next try at " + nextTry + ")", cause);
    this.words = message;
    this.nextTry = nextTry;
    this.wait = wait;
    this.changed = changed;
    this.ofPart = ofPart;
    this.ofRequest = ofRequest;
  }

  /**
   * Returns an exception for a scheme that knows when a retry is worthwhile, for example from
   * {@code Retry-After} (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110
   * §10.2.3</a>). The wait replaces the keyring's own back-off for this failure. It has no effect
   * if the scheme issues a credential for each request, since that is never delayed.
   *
   * @param message the reason, which must not contain secrets
   * @param wait how long to wait from now on, limited to the range from a second to an hour
   * @throws IllegalArgumentException if the wait is negative
   */
  public static CredentialException retryAfter(String message, Duration wait) {
    return new CredentialException(message, null, null, bounded(wait), null, false, false);
  }

  /**
   * Returns an exception for a failure that persists until something changes on this side, such as
   * a key that a server does not know. The keyring calls the scheme again after the wait, or at the
   * first call for which {@code changed} returns true. If that fails too and {@code changed} is
   * true again, the keyring's back-off of up to 30 seconds applies.
   *
   * @param message the reason, which must not contain secrets
   * @param wait how long to wait from now on, limited to the range from a second to an hour
   * @param changed returns whether a retry is worthwhile before the wait is over. It is called
   *     during calls that fail meanwhile or still use an old credential, on their threads, several
   *     at a time: it must not block and must be fast. An exception counts as false
   * @throws IllegalArgumentException if the wait is negative
   */
  public static CredentialException retryAfter(
      String message, Duration wait, BooleanSupplier changed) {
    return new CredentialException(
        message, null, null, bounded(wait), requireNonNull(changed, "changed"), false, false);
  }

  private static Duration bounded(Duration wait) {
    if (requireNonNull(wait, "wait").isNegative()) {
      throw new IllegalArgumentException("retryAfter must not be negative, but was " + wait);
    }
    Duration atLeast = wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    return atLeast.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : atLeast;
  }

  /**
   * Returns the time at which the keyring will call the scheme again. Until then, calls that need a
   * new credential fail immediately. Empty if there is no back-off.
   */
  public Optional<Instant> nextTry() {
    return Optional.ofNullable(nextTry);
  }

  /** Returns the wait that the scheme requested; null if it did not. */
  @Nullable Duration retryAfter() {
    return wait;
  }

  /** Returns whether the reason of the failure has changed, so that another try need not wait. */
  boolean isOutdated() {
    try {
      return changed != null && changed.getAsBoolean();
    } catch (Throwable e) {
      // Another try would fail in the same way.
      return false;
    }
  }

  /** Returns the failure of a scheme as that of an origin. */
  static CredentialException of(Origin origin, Throwable failure) {
    String whose = "No credential for " + origin + ": ";
    if (!(failure instanceof CredentialException known)) {
      return new CredentialException(
          whose + failure.getClass().getName() + "; see its cause", failure);
    }
    return known.words.startsWith(whose)
        ? known
        : new CredentialException(
            whose + known.words,
            known,
            null,
            known.wait,
            known.changed,
            known.ofPart,
            known.ofRequest);
  }

  /**
   * Returns the exception that an adapter throws when a future of an {@link AuthCall} failed. It is
   * a new one for each caller, since several calls may have waited for the same attempt.
   */
  public static CredentialException toThrow(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CredentialException shared) {
      return new CredentialException(
          shared.words,
          shared.getCause(),
          shared.nextTry,
          null,
          null,
          shared.ofPart,
          shared.ofRequest);
    }
    return new CredentialException(
        "No credential: " + cause.getClass().getName() + "; see its cause", cause);
  }

  CredentialException withNextTry(Instant nextTry) {
    return new CredentialException(words, getCause(), nextTry, null, changed, ofPart, ofRequest);
  }

  /** Returns this failure as that of a part, for the schemes that are made of the part. */
  CredentialException ofPart() {
    return new CredentialException(words, getCause(), nextTry, wait, changed, true, ofRequest);
  }

  boolean isOfPart() {
    return ofPart;
  }

  /** Returns this failure as one that concerns one request only. */
  CredentialException ofRequest() {
    return new CredentialException(words, getCause(), nextTry, wait, changed, ofPart, true);
  }

  boolean isOfRequest() {
    return ofRequest;
  }
}
