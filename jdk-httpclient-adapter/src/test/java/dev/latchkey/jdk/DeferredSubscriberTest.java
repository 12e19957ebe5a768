package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A body that waits until it is known who is to have it. */
class DeferredSubscriberTest {
  private final CompletableFuture<BodySubscriber<String>> decision = new CompletableFuture<>();
  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final DeferredSubscriber<String> deferred =
      new DeferredSubscriber<>(decision, read::incrementAndGet);

  private void subscribe() {
    deferred.onSubscribe(
        new Subscription() {
          @Override
          public void request(long items) {}

          @Override
          public void cancel() {
            cancelled.incrementAndGet();
          }
        });
  }

  /** Its connection may carry another call's request by then. */
  @Test
  void oneThatHasEndedIsNotCancelledAfterwards() {
    subscribe();
    deferred.onComplete();
    assertThat(read).hasValue(1);
    assertThat(deferred.getBody().toCompletableFuture()).isCompleted();

    decision.complete(
        BodySubscribers.fromSubscriber(new Cancelling(), subscriber -> "the caller's"));

    assertThat(cancelled).hasValue(0);
    assertThat(deferred.body()).isCompletedWithValue("the caller's");
  }

  @Test
  void oneThatIsStillComingIs() {
    subscribe();

    decision.complete(BodySubscribers.fromSubscriber(new Cancelling(), subscriber -> ""));

    assertThat(cancelled).hasValue(1);
    assertThat(read).hasValue(0);
  }

  /** A subscriber that wants nothing. */
  private static final class Cancelling implements Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable throwable) {}

    @Override
    public void onComplete() {}
  }
}
