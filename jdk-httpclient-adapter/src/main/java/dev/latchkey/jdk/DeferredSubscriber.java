package dev.latchkey.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delays a body, without reading any of it, until its subscriber is decided. So a refusal stays
 * complete for the caller until it is known whether there is another credential.
 */
final class DeferredSubscriber<T extends @Nullable Object> implements BodySubscriber<T> {
  /** The subscription of a body that has ended, whose connection is back in the pool. */
  private static final Subscription OVER =
      new Subscription() {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
      };

  private final CompletableFuture<BodySubscriber<T>> decision;
  private final Runnable onRead;
  private final CompletableFuture<T> body = new CompletableFuture<>();
  private final CompletableFuture<@Nullable T> end = new CompletableFuture<>();

  /**
   * The signals that the reader has not received yet. The client's thread and the deciding thread
   * take turns, and neither holds a lock while it runs the caller's code or the client's: with a
   * lock, the two could deadlock.
   */
  private final Queue<Consumer<BodySubscriber<T>>> signals = new ConcurrentLinkedQueue<>();

  /** The number of pending signals; the first of all is the decision. */
  private final AtomicInteger untold = new AtomicInteger(1);

  private volatile @Nullable Subscription source;
  private volatile @Nullable Throwable readerFault;

  /**
   * @param decision completes with the subscriber of the body; never fails
   * @param onRead runs when the body was read to its end
   */
  DeferredSubscriber(CompletableFuture<BodySubscriber<T>> decision, Runnable onRead) {
    this.decision = decision;
    this.onRead = onRead;
    var unused = decision.thenCompose(BodySubscriber::getBody).whenComplete(this::settle);
    var unusedToo = decision.thenAccept(this::tell);
  }

  private void settle(@Nullable T value, @Nullable Throwable fault) {
    if (fault != null) {
      body.completeExceptionally(fault);
      end.completeExceptionally(fault);
    } else {
      @SuppressWarnings("NullAway") // T says whether it may be null.
      T given = value;
      body.complete(given);
      end.complete(value);
    }
  }

  /**
   * Returns what the caller's subscriber threw; the client may report only the cancel that
   * followed.
   */
  @Nullable Throwable readerFault() {
    return readerFault;
  }

  /** Returns the future of the body that the caller gets. */
  CompletableFuture<T> body() {
    return body;
  }

  @Override
  public CompletionStage<T> getBody() {
    @SuppressWarnings("NullAway") // The body of an ended subscription is not used.
    CompletionStage<T> whenRead = end;
    return whenRead;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    source = subscription;
    signal(
        reader -> {
          Subscription current = source;
          reader.onSubscribe(current == null ? OVER : current);
        });
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    signal(reader -> reader.onNext(item));
  }

  @Override
  public void onError(Throwable throwable) {
    source = null;
    signal(reader -> reader.onError(throwable));
  }

  @Override
  public void onComplete() {
    source = null;
    onRead.run();
    signal(BodySubscriber::onComplete);
    // The client has returned the connection. For it the exchange must be over too, even if the
    // reader is not notified yet: ended later, it could close the connection of another call.
    end.complete(null);
  }

  private void signal(Consumer<BodySubscriber<T>> signal) {
    signals.add(signal);
    if (untold.getAndIncrement() == 0) {
      tell(decision.join());
    }
  }

  /** Passes the signals to the reader one by one, including those that arrive meanwhile. */
  private void tell(BodySubscriber<T> reader) {
    int told;
    do {
      told = untold.get();
      for (var signal = signals.poll(); signal != null; signal = signals.poll()) {
        tell(reader, signal);
      }
    } while (untold.addAndGet(-told) != 0);
  }

  private void tell(BodySubscriber<T> reader, Consumer<BodySubscriber<T>> signal) {
    if (readerFault != null) {
      return;
    }
    try {
      signal.accept(reader);
    } catch (Throwable e) {
      // Any Throwable, as in the client: it is the caller's code.
      readerFault = e;
      settle(null, e);
      Subscription current = source;
      if (current != null) {
        current.cancel();
      }
      endAfter(e, reader);
    }
  }

  private static void endAfter(Throwable fault, BodySubscriber<?> reader) {
    try {
      reader.onError(fault);
    } catch (Throwable e) {
      // Any Throwable: the reader was notified, and the call fails with the first one.
    }
  }
}
