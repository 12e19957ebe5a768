package dev.latchkey.jdk;

import dev.latchkey.CredentialException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future that a call waits for besides its exchanges. It is abandoned at the call's deadline
 * and when the call or its client ends, so that a slow credential does not keep calls alive that
 * are no longer needed.
 */
final class PendingFuture {
  private final Deadline deadline;
  private final Lifecycle client;
  private volatile @Nullable CompletableFuture<?> current;

  /** Whether the client may know of a wait, which is rare: nearly all calls have what they need. */
  private volatile boolean waited;

  private volatile boolean ended;

  PendingFuture(Deadline deadline, Lifecycle client) {
    this.deadline = deadline;
    this.client = client;
  }

  /** Returns the future, which is now the one that the call waits for. */
  <F extends CompletableFuture<?>> F of(F future) {
    if (!future.isDone()) {
      deadline.cancel(future);
      waited = true;
      current = future;
      if (!client.waits(this) || ended) {
        end();
      }
    }
    return future;
  }

  /** Returns the exception that the caller gets for a future that failed. */
  IOException failure(Throwable fault) {
    Throwable cause = Failures.unwrap(fault);
    if (cause instanceof CancellationException) {
      return deadline.hasPassed() ? Deadline.timedOut() : new IOException("Request cancelled");
    }
    return cause instanceof IOException failure && !(cause instanceof CredentialException)
        ? failure
        : CredentialException.toThrow(cause);
  }

  /** Abandons the current future and all later ones. */
  void end() {
    ended = true;
    if (waited) {
      client.waitsNoMore(this);
    }
    CompletableFuture<?> future = current;
    current = null;
    if (future != null) {
      future.cancel(false);
    }
  }
}
