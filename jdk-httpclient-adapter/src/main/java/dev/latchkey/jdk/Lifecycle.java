package dev.latchkey.jdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls under way, because a call may send another request after its first was answered:
 * the wrapped client is shut down when the last call has ended. Tracks what calls wait for besides
 * the client, so that a shutdown can end it.
 */
final class Lifecycle {
  /** Added to the number of calls when no more are accepted. */
  private static final long SHUT_DOWN = 1L << 62;

  private final HttpClient client;

  // A future, because waiting for one does not occupy a thread of the common pool, which the calls
  // under way may need in order to end.
  private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();

  /**
   * The number of calls under way, plus {@link #SHUT_DOWN}: a single number, since each call of
   * each thread changes it, and a lock would be contended.
   */
  private final AtomicLong calls = new AtomicLong();

  /** The futures that calls wait for besides those of the client. */
  private final Set<PendingFuture> waiting = ConcurrentHashMap.newKeySet();

  private volatile boolean endsNow;

  Lifecycle(HttpClient client) {
    this.client = client;
  }

  void enter() throws IOException {
    long before;
    do {
      before = calls.get();
      if (before >= SHUT_DOWN) {
        throw new IOException("closed");
      }
    } while (!calls.compareAndSet(before, before + 1));
  }

  void exit() {
    endIfIdle(calls.decrementAndGet());
  }

  void shutdown() {
    endIfIdle(calls.updateAndGet(count -> count | SHUT_DOWN));
  }

  private void endIfIdle(long count) {
    if (count == SHUT_DOWN) {
      idle.complete(null);
      JdkFeatures.shutdown(client);
    }
  }

  /** Records that a call waits; returns false if it must not. */
  boolean waits(PendingFuture pending) {
    waiting.add(pending);
    return !endsNow;
  }

  void waitsNoMore(PendingFuture pending) {
    waiting.remove(pending);
  }

  void shutdownNow() {
    shutdown();
    endsNow = true;
    JdkFeatures.shutdownNow(client);
    waiting.forEach(PendingFuture::end);
  }

  boolean isTerminated() {
    return calls.get() == SHUT_DOWN && JdkFeatures.isTerminated(client);
  }

  boolean awaitTermination(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(duration);
    try {
      idle.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return JdkFeatures.awaitTermination(
        client, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
  }

  void close() {
    shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (awaitTermination(Duration.ofDays(1))) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
        shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
