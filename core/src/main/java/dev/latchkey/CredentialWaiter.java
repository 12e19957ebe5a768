package dev.latchkey;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One caller that waits for a credential, as the future that it was given. Cancelling it harms no
 * other caller, and makes the flight let go of it.
 *
 * @param <T> what the caller makes of the credential
 */
abstract class CredentialWaiter<T> extends CompletableFuture<T> {
  final RequestHead request;

  /** The credential that a server refused and that is to be replaced; null if any will do. */
  final @Nullable CachedCredential refused;

  /** What the server answered to the refused credential; null if it is not known. */
  final @Nullable ResponseHead refusal;

  /** Set by who completes the future, so that the caller learns of one outcome only. */
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

  /** Returns what the caller makes of a credential. */
  abstract T result(CachedCredential credential);

  /** Returns what the caller makes of a failure, or throws it. */
  T withoutCredential(CredentialException failure) throws IOException {
    IOException own = request.contentFailure();
    // A body that cannot be read fails as it does without a keyring.
    throw own == null || own instanceof CredentialException ? failure : own;
  }

  /** Called when the caller stops waiting. */
  void abandoned() {}

  boolean isSettled() {
    return settled.get();
  }

  /**
   * Asks for the credential; again, if the flight that was joined made one for others only. Does
   * not throw, so that a request that cannot be read harms no other waiter of a flight.
   */
  void ask() {
    try {
      source.accept(this);
    } catch (Throwable e) {
      failed(CredentialException.toThrow(e));
    }
  }

  /**
   * Returns whether the flight that it joined may have looked at the key and the clock before the
   * credential was refused, once: then the waiter should ask again.
   */
  final boolean takeLate() {
    boolean was = late && !askedAgain;
    askedAgain |= was;
    return was;
  }

  /** Asks for the credential, and returns the waiter. */
  static <T> CompletableFuture<T> asking(CredentialWaiter<T> waiter) {
    waiter.ask();
    return waiter;
  }

  /**
   * Notes that a flight holds the waiter, and how it lets go of it.
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
