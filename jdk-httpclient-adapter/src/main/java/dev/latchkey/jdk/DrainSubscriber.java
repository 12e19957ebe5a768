package dev.latchkey.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that nobody wants, so that its connection can be used again, but not much of it and
 * not for long: a large, endless or stalled one costs the connection instead.
 */
final class DrainSubscriber<T extends @Nullable Object> implements BodySubscriber<T> {
  private static final long MOST_BYTES = 64 * 1024;
  private static final long MOST_MILLIS = 1_000;

  private final boolean tooLarge;
  private final CompletableFuture<@Nullable T> end = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private long received;

  DrainSubscriber(ResponseInfo info) {
    this.tooLarge = info.headers().firstValueAsLong("Content-Length").orElse(0) > MOST_BYTES;
  }

  @Override
  public CompletionStage<T> getBody() {
    @SuppressWarnings("NullAway") // Nobody gets this body.
    CompletionStage<T> nothing = end;
    return nothing;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    if (tooLarge) {
      giveUp();
      return;
    }
    CompletableFuture.delayedExecutor(MOST_MILLIS, TimeUnit.MILLISECONDS).execute(this::giveUp);
    subscription.request(Long.MAX_VALUE);
  }

  private void giveUp() {
    // The end comes first, because on Java 17 cancelling would fail the exchange before it.
    if (end.complete(null) && subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    for (ByteBuffer buffer : item) {
      received += buffer.remaining();
    }
    if (received > MOST_BYTES) {
      giveUp();
    }
  }

  @Override
  public void onError(Throwable throwable) {
    end.complete(null);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
