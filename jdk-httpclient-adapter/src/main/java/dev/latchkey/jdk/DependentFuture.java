package dev.latchkey.jdk;

import java.util.concurrent.CompletableFuture;

/** A future derived from a {@link CallFuture}, whose cancel ends the call. */
final class DependentFuture<U> extends CompletableFuture<U> {
  private final CallFuture<?> call;

  DependentFuture(CallFuture<?> call) {
    this.call = call;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && mayInterruptIfRunning) {
      call.cancelByDependent();
    }
    return cancelled;
  }

  @Override
  public void obtrudeValue(U value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void obtrudeException(Throwable failure) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <V> CompletableFuture<V> newIncompleteFuture() {
    return new DependentFuture<>(call);
  }
}
