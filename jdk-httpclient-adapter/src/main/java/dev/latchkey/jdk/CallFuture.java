package dev.latchkey.jdk;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The caller's future of a call. {@code cancel(true)} on it, or on one derived from it, ends only
 * the running exchange: one that has ended may have returned its connection, and a cancel would
 * break another call's request. Like the JDK's, it cannot be obtruded.
 */
final class CallFuture<T> extends CompletableFuture<T> {
  /** Emptied when the call ends, so that a finished call's future does not keep the client. */
  private final AtomicReference<@Nullable Runnable> onEnd;

  private volatile @Nullable Running running;
  private volatile boolean aborted;

  /**
   * @param over returns whether the exchange has ended, even if its future is not completed yet
   */
  private record Running(Future<?> exchange, BooleanSupplier over) {
    void cancel() {
      if (!exchange.isDone() && !over.getAsBoolean()) {
        exchange.cancel(true);
      }
    }
  }

  /**
   * @param onEnd runs once, before any waiter is notified of the end of the future
   */
  CallFuture(Runnable onEnd) {
    this.onEnd = new AtomicReference<>(onEnd);
    // For the ways to complete a future that bypass those below.
    var unused = whenComplete((value, failure) -> end());
  }

  private void end() {
    Runnable task = onEnd.getAndSet(null);
    if (task != null) {
      task.run();
    }
  }

  @Override
  public boolean complete(T value) {
    end();
    return super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    end();
    return super.completeExceptionally(failure);
  }

  /**
   * Sets the running exchange.
   *
   * @param exchange null between exchanges
   * @param over returns whether the exchange has ended, even if its future is not completed yet
   */
  void running(@Nullable Future<?> exchange, BooleanSupplier over) {
    running = exchange == null ? null : new Running(exchange, over);
    if (aborted) {
      abort();
    }
  }

  /** A step of the call. If it throws, the call fails with that exception. */
  interface Step<V extends @Nullable Object> {
    void accept(V value, @Nullable Throwable fault) throws Exception;
  }

  /**
   * Runs a step at once if another future has completed, or else when it completes: on the common
   * pool, as the client's own calls do, since the caller's code must not run on the thread of a
   * keyring or timer. If this call has ended meanwhile, nothing runs.
   */
  <V extends @Nullable Object> void whenKnown(CompletableFuture<V> other, Step<V> step) {
    BiConsumer<V, @Nullable Throwable> next =
        (value, fault) -> {
          if (!isDone()) {
            try {
              step.accept(value, fault);
            } catch (Throwable e) {
              // Any Throwable: otherwise this future would never complete.
              fail(e);
            }
          }
        };
    var unused = other.isDone() ? other.whenComplete(next) : other.whenCompleteAsync(next);
  }

  /** Completes in the same way as another future. */
  void settle(T value, @Nullable Throwable fault) {
    if (fault != null) {
      fail(fault);
    } else {
      complete(value);
    }
  }

  /** Fails as the JDK's client does. */
  void fail(Throwable fault) {
    completeExceptionally(Failures.ofSendAsync(fault));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    end();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && mayInterruptIfRunning) {
      abort();
    }
    return cancelled;
  }

  /** Fails as the JDK's future does if a dependent future is cancelled. */
  void cancelByDependent() {
    CancellationException why = new CancellationException("Request cancelled");
    why.initCause(new IOException("Request cancelled"));
    if (completeExceptionally(new CompletionException(why))) {
      abort();
    }
  }

  private void abort() {
    aborted = true;
    Running exchange = running;
    running = null;
    if (exchange != null) {
      exchange.cancel();
    }
  }

  @Override
  public void obtrudeValue(T value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void obtrudeException(Throwable failure) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new DependentFuture<>(this);
  }
}
