package dev.latchkey.jdk;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a call waits for besides its exchanges. It is given up at the call's deadline and when the
 * call ends, so that a credential that is long in coming does not keep calls that nobody waits for.
 */
final class PendingFuture {
  private final Deadline deadline;
  private volatile @Nullable CompletableFuture<?> current;
  private volatile boolean ended;

  PendingFuture(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Returns the future, which from now on is the one that is waited for. */
  <F extends CompletableFuture<?>> F of(F future) {
    if (!future.isDone()) {
      deadline.cancel(future);
      current = future;
      if (ended) {
        future.cancel(false);
      }
    }
    return future;
  }

  /** Gives up, now and from now on. */
  void end() {
    ended = true;
    CompletableFuture<?> future = current;
    current = null;
    if (future != null) {
      future.cancel(false);
    }
  }
}
