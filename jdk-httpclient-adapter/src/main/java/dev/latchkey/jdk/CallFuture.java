package dev.latchkey.jdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The caller's future of a call. {@code cancel(true)} on it, or on one derived from it, ends the
 * exchange that is running and no other: an exchange that has ended may have given its connection
 * to somebody else's request, which a cancel would tear down.
 */
final class CallFuture<T> extends CompletableFuture<T> {
  private final Runnable onEnd;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Future<?> running;

  /**
   * @param onEnd runs once, before anybody who waits for the future learns of its end
   */
  CallFuture(Runnable onEnd) {
    this.onEnd = onEnd;
    // For the ways to complete a future that go past those below.
    var unused = whenComplete((value, failure) -> end());
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      onEnd.run();
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

  /** The exchange that is running now, or null between exchanges. */
  void running(@Nullable Future<?> exchange) {
    running = exchange;
    if (isCancelled()) {
      cancelRunning();
    }
  }

  /** Ends as another future ended. */
  void settle(T value, @Nullable Throwable fault) {
    if (fault != null) {
      fail(fault);
    } else {
      complete(value);
    }
  }

  /** Fails as the JDK's client does, with exactly one layer around the cause. */
  void fail(Throwable fault) {
    Throwable cause = fault;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    completeExceptionally(new CompletionException(cause));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    end();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && mayInterruptIfRunning) {
      cancelRunning();
    }
    return cancelled;
  }

  private void cancelRunning() {
    Future<?> exchange = running;
    if (exchange != null && !exchange.isDone()) {
      exchange.cancel(true);
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Dependent<>(this);
  }

  private static final class Dependent<U> extends CompletableFuture<U> {
    private final CallFuture<?> call;

    Dependent(CallFuture<?> call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled && mayInterruptIfRunning) {
        call.cancel(true);
      }
      return cancelled;
    }

    @Override
    public <V> CompletableFuture<V> newIncompleteFuture() {
      return new Dependent<>(call);
    }
  }
}
