package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs the flights of a keyring. Ends those that take too long, and all when the keyring is closed,
 * whatever their schemes, their threads and the executor do.
 */
final class CredentialExecutor {
  private final Executor executor;

  /** The executor if the keyring made it, and may interrupt its threads; else null. */
  private final @Nullable ThreadPoolExecutor own;

  private final Duration timeout;
  private final BiFunction<Runnable, Duration, Future<?>> timer;
  private final Set<CredentialFlight> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** How many threads of the pool have exceeded the time for an issue; guarded by this. */
  private int stuck;

  CredentialExecutor(
      @Nullable Executor given, Duration timeout, BiFunction<Runnable, Duration, Future<?>> timer) {
    this.own = given == null ? KeyringThreads.newExecutor() : null;
    this.executor = own == null ? requireNonNull(given) : own;
    this.timeout = timeout;
    this.timer = timer;
  }

  boolean isClosed() {
    return closed;
  }

  /** Runs a flight that only computes, and so needs no time limit. */
  void runHere(CredentialFlight flight) {
    if (closed) {
      flight.fail(closedException());
    } else {
      flight.run();
    }
  }

  /**
   * Runs a flight within the time that an issue may take.
   *
   * @param here whether to run it on this thread, which is one of the executor's
   */
  void run(CredentialFlight flight, boolean here) {
    flight.letWait();
    Future<?> timeUp = timer.apply(() -> timeUp(flight), timeout);
    underWay.add(flight);
    flight.whenEnded(
        () -> {
          underWay.remove(flight);
          timeUp.cancel(false);
        });
    if (closed) {
      flight.fail(closedException());
      return;
    }
    if (here) {
      flight.run();
    } else if (own == null || !KeyringThreads.giveToIdle(own, flight)) {
      executor.execute(flight);
    }
  }

  private void timeUp(CredentialFlight flight) {
    flight.fail(
        new CredentialException(
            "its scheme took longer than issueTimeout, which is " + timeout.toMillis() + " ms"));
    if (own != null && flight.interrupt(() -> resize(own, -1))) {
      resize(own, 1);
    }
  }

  /**
   * Adds a thread to the pool for each one that a scheme occupies, so that other schemes can run.
   */
  private synchronized void resize(ThreadPoolExecutor pool, int more) {
    stuck += more;
    int size = KeyringThreads.MAXIMUM + Math.min(stuck, KeyringThreads.MAXIMUM);
    // The maximum must never be less than the core.
    pool.setCorePoolSize(Math.min(size, pool.getMaximumPoolSize()));
    pool.setMaximumPoolSize(size);
    pool.setCorePoolSize(size);
  }

  /** Fails all waiters and starts no more flights; an executor given by the user keeps running. */
  void close() {
    closed = true;
    underWay.forEach(flight -> flight.fail(closedException()));
    if (own != null) {
      own.shutdownNow();
    }
  }

  static CredentialException closedException() {
    return new CredentialException("The keyring is closed");
  }
}
