package dev.latchkey.jdk;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Unwraps failures, and wraps them in the way that the JDK's client does. */
final class Failures {
  private Failures() {}

  /** Returns the cause of the failure of a future, or of a chain of futures. */
  static Throwable unwrap(Throwable fault) {
    Throwable cause = fault;
    while (cause instanceof CompletionException || cause instanceof ExecutionException) {
      Throwable next = cause.getCause();
      if (next == null) {
        break;
      }
      cause = next;
    }
    return cause;
  }

  /** Returns a failure of {@code sendAsync}: with exactly one layer around the cause. */
  static CompletionException ofSendAsync(Throwable fault) {
    return new CompletionException(unwrap(fault));
  }

  /**
   * Returns the exception that {@code send} throws for a failure, or throws it if it is unchecked.
   *
   * @param fault the exception to throw; or a {@link CompletionException} with an exception of the
   *     caller's own code, which is wrapped as the client does
   */
  static IOException ofSend(Throwable fault) {
    if (fault instanceof IOException failure) {
      return failure;
    }
    if (fault instanceof Error error) {
      throw error;
    }
    Throwable cause = unwrap(fault);
    if (fault == cause && fault instanceof RuntimeException failure) {
      throw failure;
    }
    String message = cause.getMessage();
    if (cause instanceof IllegalArgumentException) {
      throw new IllegalArgumentException(message, cause);
    }
    if (cause instanceof SecurityException) {
      throw new SecurityException(message, cause);
    }
    return new IOException(message, cause);
  }
}
