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
  private final CompletableFuture<BodySubscriber<T>> decision;
  private final CompletableFuture<T> body;
  private final CompletableFuture<@Nullable T> end = new CompletableFuture<>();

  // Guarded by this, so that the end of an empty body, which comes unasked, comes after the start.
  private @Nullable BodySubscriber<T> target;
  private @Nullable Consumer<BodySubscriber<T>> earlyEnd;

  DeferredSubscriber(CompletableFuture<BodySubscriber<T>> decision) {
    this.decision = decision;
    this.body = decision.thenCompose(BodySubscriber::getBody);
    var unused =
        body.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                end.completeExceptionally(failure);
              } else {
                end.complete(value);
              }
            });
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
    var unused =
        decision.whenComplete(
            (subscriber, failure) -> {
              if (failure != null) {
                subscription.cancel();
              } else {
                start(subscriber, subscription);
              }
            });
  }

  private synchronized void start(BodySubscriber<T> subscriber, Subscription subscription) {
    target = subscriber;
    subscriber.onSubscribe(subscription);
    if (earlyEnd != null) {
      earlyEnd.accept(subscriber);
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
