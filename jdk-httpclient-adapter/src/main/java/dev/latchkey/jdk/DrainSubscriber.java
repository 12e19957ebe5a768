package dev.latchkey.jdk;

import dev.latchkey.AuthCall;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Drains an unused body so that its connection can be reused, within limits of size and time: a
 * large, endless or stalled body closes the connection instead.
 */
final class DrainSubscriber<T extends @Nullable Object> implements BodySubscriber<T> {
  /** The maximum time to wait for a body. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  private static final long MOST_BYTES = 64 * 1024;

  private final boolean tooLarge;
  private final Duration longest;
  private final Runnable onRead;
  private final CompletableFuture<@Nullable T> end = new CompletableFuture<>();
  private volatile @Nullable Subscription subscription;
  private long received;

  /**
   * @param onRead runs when the body was read to its end
   */
  DrainSubscriber(ResponseInfo info, Duration longest, Runnable onRead) {
    // Over HTTP/2 it is tried anyway: the next request uses this connection, so a break during the
    // body, as when the server goes away, must be noticed before.
    this.tooLarge =
        info.version() == HttpClient.Version.HTTP_1_1
            && info.headers().firstValueAsLong("Content-Length").orElse(0) > MOST_BYTES;
    this.longest = longest;
    this.onRead = onRead;
  }

  @Override
  public CompletionStage<T> getBody() {
    @SuppressWarnings("NullAway") // This body is not used.
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
    Future<?> timer = AuthCall.schedule(this::giveUp, longest);
    var unused = end.whenComplete((nothing, none) -> timer.cancel(false));
    subscription.request(1);
  }

  private void giveUp() {
    // The end comes first, because on Java 17 cancelling would fail the exchange before it.
    Subscription source = subscription;
    if (end.complete(null) && source != null) {
      source.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    for (ByteBuffer buffer : item) {
      received += buffer.remaining();
    }
    Subscription source = subscription;
    if (received > MOST_BYTES) {
      giveUp();
    } else if (source != null) {
      source.request(1);
    }
  }

  @Override
  public void onError(Throwable throwable) {
    end.complete(null);
  }

  @Override
  public void onComplete() {
    onRead.run();
    end.complete(null);
  }
}
