package dev.latchkey.jdk;

import dev.latchkey.AuthCall;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time by which a call must end, if its caller set a timeout. */
final class Deadline {
  private static final Deadline NONE = new Deadline(null);

  private final @Nullable Long nanos;

  private Deadline(@Nullable Long nanos) {
    this.nanos = nanos;
  }

  /** Returns the deadline of a timeout that starts now. */
  static Deadline after(Optional<Duration> timeout) {
    return timeout.isEmpty()
        ? NONE
        : new Deadline(System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout.get()));
  }

  /**
   * Returns the remaining time; null if there is no timeout.
   *
   * @throws HttpTimeoutException if no time is left
   */
  @Nullable Duration remaining() throws HttpTimeoutException {
    if (nanos == null) {
      return null;
    }
    long left = left(nanos);
    if (left <= 0) {
      throw timedOut();
    }
    return Duration.ofNanos(left);
  }

  /** Returns a time to wait, limited to the remaining time. */
  Duration cut(Duration time) {
    if (nanos == null) {
      return time;
    }
    return Duration.ofNanos(Math.min(Math.max(left(nanos), 0), time.toNanos()));
  }

  boolean hasPassed() {
    return nanos != null && left(nanos) <= 0;
  }

  /** Cancels the future at the deadline, if it has not completed by then. */
  void cancel(CompletableFuture<?> future) {
    if (nanos == null || future.isDone()) {
      return;
    }
    Future<?> timer =
        AuthCall.schedule(() -> future.cancel(false), Duration.ofNanos(Math.max(left(nanos), 0)));
    var unused = future.whenComplete((value, fault) -> timer.cancel(false));
  }

  static HttpTimeoutException timedOut() {
    return new HttpTimeoutException("request timed out");
  }

  private static long left(long nanos) {
    return nanos - System.nanoTime();
  }
}
