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
 * No credential is available for a request, so it was not sent. The message says for which origin
 * and why, without a secret: of a foreign cause it names the class only, and keeps it as {@link
 * #getCause()}.
 *
 * <p>An {@link AuthScheme} may throw it to say in its own words what is wrong; its message must
 * then be free of secrets.
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

  /** Whether it is that of a part, which was told and is held back already. */
  private final boolean ofPart;

  /** Whether it says nothing of other requests, as the scheme read all headers or the body. */
  private final boolean ofRequest;

  /** Says why, in words free of secrets. */
  public CredentialException(String message) {
    this(message, null, null, null, null, false, false);
  }

  /** Says why, in words free of secrets, with the exception that led to it. */
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
   * Returns a failure for a scheme to throw that knows when it is worth asking it again, from a
   * {@code Retry-After}, say (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC
   * 9110 §10.2.3</a>). It takes the place of the keyring's own back-off for this failure, unless
   * the scheme issues a credential for each request, which is never held back.
   *
   * @param message says why, in words free of secrets
   * @param wait how long to wait from now on; taken as at least a second and at most an hour
   * @throws IllegalArgumentException if the wait is negative
   */
  public static CredentialException retryAfter(String message, Duration wait) {
    return new CredentialException(message, null, null, bounded(wait), null, false, false);
  }

  /**
   * Returns a failure for a scheme to throw that another try would meet again until something
   * changes on this side, such as a key that a server does not know. The keyring asks again after
   * the wait, or at the first call for which {@code changed} returns true; if that does not help,
   * and again has changed, at the pace of its back-off of up to 30 seconds.
   *
   * @param message says why, in words free of secrets
   * @param wait how long to wait from now on; taken as at least a second and at most an hour
   * @param changed is called by calls that fail meanwhile, and by those that an old credential
   *     still serves, on their threads, by several at once: it must neither block nor be slow. If
   *     it throws, nothing has changed
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
   * Returns when the keyring will ask the scheme again; until then calls that need a new credential
   * fail at once. Empty if nothing is held back.
   */
  public Optional<Instant> nextTry() {
    return Optional.ofNullable(nextTry);
  }

  /** Returns how long the scheme wants to be left alone; null if it does not say. */
  @Nullable Duration retryAfter() {
    return wait;
  }

  /** Whether what led to it has changed, so that another try need not wait. */
  boolean isOutdated() {
    try {
      return changed != null && changed.getAsBoolean();
    } catch (Throwable e) {
      // Another try would meet that too.
      return false;
    }
  }

  /** Returns the failure of a scheme, told for an origin. */
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
   * Returns what an adapter throws when a future of {@link AuthCall} failed: an exception for one
   * caller, since several calls may have waited for the same attempt.
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

  /** Returns this failure as that of a part, for the schemes that are made of it. */
  CredentialException ofPart() {
    return new CredentialException(words, getCause(), nextTry, wait, changed, true, ofRequest);
  }

  boolean isOfPart() {
    return ofPart;
  }

  /** Returns this failure as one that says nothing of other requests. */
  CredentialException ofRequest() {
    return new CredentialException(words, getCause(), nextTry, wait, changed, ofPart, true);
  }

  boolean isOfRequest() {
    return ofRequest;
  }
}
