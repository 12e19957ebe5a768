package dev.latchkey.jdk;

import dev.latchkey.CredentialException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a call waits for besides its exchanges. It is given up at the call's deadline and when the
 * call or its client ends, so that a credential that is long in coming does not keep calls that
 * nobody waits for.
 */
final class PendingFuture {
  private final Deadline deadline;
  private final Lifecycle client;
  private volatile @Nullable CompletableFuture<?> current;

  /** Whether the client may know of it, as it does of few: nearly all have what they need. */
  private volatile boolean waited;

  private volatile boolean ended;

  PendingFuture(Deadline deadline, Lifecycle client) {
    this.deadline = deadline;
    this.client = client;
  }

  /** Returns the future, which from now on is the one that is waited for. */
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

  /** What the caller gets for a future that failed. */
  IOException failure(Throwable fault) {
    Throwable cause = Failures.unwrap(fault);
    if (cause instanceof CancellationException) {
      return deadline.hasPassed() ? Deadline.timedOut() : new IOException("Request cancelled");
    }
    return cause instanceof IOException failure && !(cause instanceof CredentialException)
        ? failure
        : CredentialException.toThrow(cause);
  }

  /** Gives up, now and from now on. */
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
