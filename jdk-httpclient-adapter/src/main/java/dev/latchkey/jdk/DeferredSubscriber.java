package dev.latchkey.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a body waiting, without reading any of it, until it is known who is to have it. So a
 * refusal stays whole for the caller while it is found out whether there is another credential.
 */
final class DeferredSubscriber<T extends @Nullable Object> implements BodySubscriber<T> {
  /** Of a body that has ended: the client has put its connection back. */
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

  // Guarded by this, so that the end of an empty body, which comes unasked, comes after the start.
  private @Nullable BodySubscriber<T> target;
  private @Nullable Consumer<BodySubscriber<T>> earlyEnd;

  private volatile @Nullable Throwable startFault;

  /**
   * @param decision who is to have the body; never fails
   * @param onRead runs when the body was read to its end
   */
  DeferredSubscriber(CompletableFuture<BodySubscriber<T>> decision, Runnable onRead) {
    this.decision = decision;
    this.onRead = onRead;
    var unused = decision.thenCompose(BodySubscriber::getBody).whenComplete(this::settle);
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

  /** What the caller's subscriber threw at the start; the client tells only of the cancel. */
  @Nullable Throwable startFault() {
    return startFault;
  }

  /** What the caller gets as the body. */
  CompletableFuture<T> body() {
    return body;
  }

  @Override
  public CompletionStage<T> getBody() {
    @SuppressWarnings("NullAway") // Of a body that ended early nobody takes it from here.
    CompletionStage<T> whenRead = end;
    return whenRead;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    var unused = decision.thenAccept(subscriber -> start(subscriber, subscription));
  }

  private synchronized void start(BodySubscriber<T> subscriber, Subscription subscription) {
    target = subscriber;
    try {
      subscriber.onSubscribe(earlyEnd == null ? subscription : OVER);
      if (earlyEnd != null) {
        earlyEnd.accept(subscriber);
      }
    } catch (Throwable e) {
      // Any: it is the caller's code. As the client does.
      startFault = e;
      settle(null, e);
      if (earlyEnd == null) {
        subscription.cancel();
      }
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    // Asked for by the target, so it is there.
    decision.join().onNext(item);
  }

  @Override
  public void onError(Throwable throwable) {
    end(subscriber -> subscriber.onError(throwable));
  }

  @Override
  public void onComplete() {
    onRead.run();
    end(BodySubscriber::onComplete);
    // An empty body is over before the decision, and the client has put the connection back. To it
    // the exchange must be over too: ended later, it would close what may be somebody else's.
    if (!decision.isDone()) {
      end.complete(null);
    }
  }

  private synchronized void end(Consumer<BodySubscriber<T>> end) {
    if (target == null) {
      earlyEnd = end;
    } else {
      end.accept(target);
    }
  }
}
