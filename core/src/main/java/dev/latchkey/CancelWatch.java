package dev.latchkey;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Ends the wait of callers whose calls were cancelled, for clients that do not notify of it. One
 * timer polls for all waiting callers, so that each can sleep until its future completes.
 */
final class CancelWatch {
  private static final Duration INTERVAL = Duration.ofMillis(25);
  private static final Set<CancelWatch> WAITING = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean SCHEDULED = new AtomicBoolean();

  private final CompletableFuture<?> future;
  private final BooleanSupplier cancelled;

  private CancelWatch(CompletableFuture<?> future, BooleanSupplier cancelled) {
    this.future = future;
    this.cancelled = cancelled;
  }

  static <T> T await(CompletableFuture<T> future, BooleanSupplier cancelled) throws IOException {
    if (future.isDone()) {
      return await(future);
    }
    CancelWatch watch = new CancelWatch(future, cancelled);
    WAITING.add(watch);
    try {
      schedule();
      return await(future);
    } finally {
      WAITING.remove(watch);
    }
  }

  /** Waits for a future of a caller that cannot be cancelled. */
  static <T> T await(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (CancellationException e) {
      throw new IOException("Canceled");
    } catch (InterruptedException e) {
      future.cancel(false);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException own && !(own instanceof CredentialException)
          ? own
          : CredentialException.toThrow(e);
    }
  }

  private static void schedule() {
    if (SCHEDULED.compareAndSet(false, true)) {
      try {
        var unused = KeyringTimer.schedule(CancelWatch::look, INTERVAL);
      } catch (Throwable e) {
        // If no thread can be created now, the next caller tries again.
        SCHEDULED.set(false);
        throw e;
      }
    }
  }

  private static void look() {
    SCHEDULED.set(false);
    for (CancelWatch watch : WAITING) {
      if (watch.isCancelled()) {
        watch.future.cancel(false);
      }
    }
    if (!WAITING.isEmpty()) {
      schedule();
    }
  }

  private boolean isCancelled() {
    try {
      return cancelled.getAsBoolean();
    } catch (Throwable e) {
      // One caller's signal must not end the watch for the others.
      return false;
    }
  }
}
