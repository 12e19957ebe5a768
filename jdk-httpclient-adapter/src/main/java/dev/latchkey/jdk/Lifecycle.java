package dev.latchkey.jdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls under way, because one may send another request after its first was answered:
 * the wrapped client is shut down when the last has ended.
 */
final class Lifecycle {
  private final HttpClient client;
  private final ReentrantLock lock = new ReentrantLock();

  // A future, because waiting for one does not take a thread from the common pool, which the calls
  // under way may need in order to end.
  private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();
  private int calls;
  private boolean shutDown;

  Lifecycle(HttpClient client) {
    this.client = client;
  }

  void enter() throws IOException {
    lock.lock();
    try {
      if (shutDown) {
        throw new IOException("closed");
      }
      calls++;
    } finally {
      lock.unlock();
    }
  }

  void exit() {
    lock.lock();
    try {
      calls--;
      endIfIdle();
    } finally {
      lock.unlock();
    }
  }

  void shutdown() {
    lock.lock();
    try {
      shutDown = true;
      endIfIdle();
    } finally {
      lock.unlock();
    }
  }

  private void endIfIdle() {
    if (shutDown && calls == 0) {
      idle.complete(null);
      JdkFeatures.shutdown(client);
    }
  }

  void shutdownNow() {
    shutdown();
    JdkFeatures.shutdownNow(client);
  }

  boolean isTerminated() {
    lock.lock();
    try {
      return shutDown && calls == 0 && JdkFeatures.isTerminated(client);
    } finally {
      lock.unlock();
    }
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
