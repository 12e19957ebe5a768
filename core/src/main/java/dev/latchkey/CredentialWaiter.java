package dev.latchkey;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One caller that waits for a credential, which is the future that the caller holds. Cancelling it
 * releases it from the flight and does not affect other callers.
 *
 * @param <T> the result that the caller derives from the credential
 */
abstract class CredentialWaiter<T> extends CompletableFuture<T> {
  final RequestHead request;

  /** The credential that a server refused and that is to be replaced; null if any is accepted. */
  final @Nullable CachedCredential refused;

  /** The server's response to the refused credential; null if it is not known. */
  final @Nullable ResponseHead refusal;

  /** Set before the future is completed, so that the caller gets one outcome only. */
  private final AtomicBoolean settled = new AtomicBoolean();

  private final Consumer<CredentialWaiter<?>> source;
  private volatile boolean late;
  private volatile boolean askedAgain;
  private volatile @Nullable Consumer<CredentialWaiter<?>> flight;

  /**
   * @param source gives waiters their credential
   */
  CredentialWaiter(Consumer<CredentialWaiter<?>> source, RequestHead request) {
    this(source, request, null, null);
  }

  /**
   * @param source gives waiters their credential
   */
  CredentialWaiter(
      Consumer<CredentialWaiter<?>> source,
      RequestHead request,
      @Nullable CachedCredential refused,
      @Nullable ResponseHead refusal) {
    this.source = source;
    this.request = request;
    this.refused = refused;
    this.refusal = refusal;
  }

  /** Returns the result for a credential. */
  abstract T result(CachedCredential credential);

  /** Returns the result for a failure, or throws the failure. */
  T withoutCredential(CredentialException failure) throws IOException {
    IOException own = request.contentFailure();
    // A body that cannot be read fails in the same way as without a keyring.
    throw own == null || own instanceof CredentialException ? failure : own;
  }

  /** Called when the caller stops waiting. */
  void abandoned() {}

  boolean isSettled() {
    return settled.get();
  }

  /**
   * Requests the credential, and does so again if the flight that was joined issued one for others
   * only. Does not throw, so that a request that cannot be read does not affect other waiters.
   */
  void ask() {
    try {
      source.accept(this);
    } catch (Throwable e) {
      failed(CredentialException.toThrow(e));
    }
  }

  /**
   * Returns, once, whether the flight that it joined may have read the key and the clock before the
   * credential was refused: then the waiter should ask again.
   */
  final boolean takeLate() {
    boolean was = late && !askedAgain;
    askedAgain |= was;
    return was;
  }

  /** Requests the credential, and returns the waiter. */
  static <T> CompletableFuture<T> asking(CredentialWaiter<T> waiter) {
    waiter.ask();
    return waiter;
  }

  /**
   * Records that a flight holds the waiter, and how to release it.
   *
   * @param late whether the flight has begun to issue
   */
  void joined(Consumer<CredentialWaiter<?>> leave, boolean late) {
    this.flight = leave;
    this.late = late;
  }

  final void got(CachedCredential credential) {
    if (settled.compareAndSet(false, true)) {
      try {
        complete(result(credential));
      } catch (Throwable e) {
        completeExceptionally(e);
      }
    }
  }

  final void failed(CredentialException failure) {
    if (settled.compareAndSet(false, true)) {
      try {
        complete(withoutCredential(failure));
      } catch (Throwable e) {
        completeExceptionally(e);
      }
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!settled.compareAndSet(false, true)) {
      return isCancelled();
    }
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Consumer<CredentialWaiter<?>> leave = flight;
    if (leave != null) {
      leave.accept(this);
    }
    abandoned();
    return cancelled;
  }
}
