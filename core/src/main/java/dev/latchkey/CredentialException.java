package dev.latchkey;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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

  private final String words;
  private final @Nullable Instant nextTry;

  /** Says why, in words free of secrets. */
  public CredentialException(String message) {
    this(message, null, null);
  }

  /** Says why, in words free of secrets, with the exception that led to it. */
  public CredentialException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  CredentialException(String message, @Nullable Throwable cause, @Nullable Instant nextTry) {
    super(nextTry == null ? message : message + " (next try at " + nextTry + ")", cause);
    this.words = message;
    this.nextTry = nextTry;
  }

  /**
   * When the keyring will ask the scheme again; until then calls that need a new credential fail at
   * once. Empty if nothing is held back.
   */
  public Optional<Instant> nextTry() {
    return Optional.ofNullable(nextTry);
  }

  /** The failure of a scheme, told for an origin. */
  static CredentialException of(Origin origin, Throwable failure) {
    String whose = "No credential for " + origin + ": ";
    if (!(failure instanceof CredentialException known)) {
      return new CredentialException(whose + failure.getClass().getName(), failure);
    }
    return known.words.startsWith(whose)
        ? known
        : new CredentialException(whose + known.words, known);
  }

  /**
   * What an adapter throws when a future of {@link AuthCall} failed: an exception of its caller's
   * own, since several calls may have waited for the same attempt.
   */
  public static CredentialException toThrow(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CredentialException shared) {
      return new CredentialException(shared.words, shared.getCause(), shared.nextTry);
    }
    return new CredentialException("No credential: " + cause.getClass().getName(), cause);
  }

  CredentialException withNextTry(Instant nextTry) {
    return new CredentialException(words, getCause(), nextTry);
  }
}
