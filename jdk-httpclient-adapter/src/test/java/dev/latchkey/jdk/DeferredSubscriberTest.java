package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that waits until it is known who is to have it. */
class DeferredSubscriberTest {
  private final CompletableFuture<BodySubscriber<String>> decision = new CompletableFuture<>();
  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final DeferredSubscriber<String> deferred =
      new DeferredSubscriber<>(decision, read::incrementAndGet);

  private void subscribe() {
    subscribe(cancelled::incrementAndGet);
  }

  private void subscribe(Runnable onCancel) {
    deferred.onSubscribe(
        new Subscription() {
          @Override
          public void request(long items) {}

          @Override
          public void cancel() {
            onCancel.run();
          }
        });
  }

  /** Its connection may carry another call's request by then. */
  @Test
  void oneThatHasEndedIsNotCancelledAfterwards() throws Exception {
    subscribe();
    deferred.onComplete();
    assertThat(read).hasValue(1);
    assertThat(deferred.getBody().toCompletableFuture()).isCompleted();

    decision.complete(
        BodySubscribers.fromSubscriber(new Cancelling(), subscriber -> "the caller's"));

    assertThat(cancelled).hasValue(0);
    assertThat(deferred.body().get(10, TimeUnit.SECONDS)).isEqualTo("the caller's");
  }

  @Test
  void oneThatIsStillComingIs() {
    subscribe();

    decision.complete(BodySubscribers.fromSubscriber(new Cancelling(), subscriber -> ""));

    assertThat(cancelled).hasValue(1);
    assertThat(read).hasValue(0);
  }

  @Test
  void theClientDoesNotWaitForAReaderThatIsStillStarting() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Recording reader =
        new Recording(
            () -> {
              started.countDown();
              await(goOn);
            });
    subscribe();
    CompletableFuture<Void> deciding = onThread(() -> decision.complete(reader));
    await(started);

    CompletableFuture<Void> ending =
        onThread(
            () -> {
              deferred.onNext(List.of());
              deferred.onComplete();
            });
    ending.get(10, TimeUnit.SECONDS);
    assertThat(reader.signals).containsExactly("onSubscribe");

    goOn.countDown();
    deciding.get(10, TimeUnit.SECONDS);
    assertThat(reader.signals).containsExactly("onSubscribe", "onNext", "onComplete");
    assertThat(deferred.body().get(10, TimeUnit.SECONDS)).isEqualTo("read");
  }

  /** The client cancels under a lock that it also holds while it tells of the end. */
  @Test
  void aReaderThatFailsWhileTheBodyEndsFailsTheBody() throws Exception {
    CountDownLatch cancelling = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    IllegalStateException fault = new IllegalStateException("mine");
    Recording reader =
        new Recording(
            () -> {
              throw fault;
            });
    subscribe(
        () -> {
          cancelling.countDown();
          await(ended);
        });
    CompletableFuture<Void> deciding = onThread(() -> decision.complete(reader));
    await(cancelling);

    CompletableFuture<Void> ending = onThread(deferred::onComplete);
    ending.get(10, TimeUnit.SECONDS);
    ended.countDown();
    deciding.get(10, TimeUnit.SECONDS);

    assertThat(deferred.body()).isCompletedExceptionally();
    assertThat(deferred.readerFault()).isSameAs(fault);
    assertThat(reader.signals).containsExactly("onSubscribe", "onError mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onNext", "onComplete"})
  void aReaderIsToldWhatItThrewAndNothingAfterIt(String failing) {
    Recording reader = new Recording(() -> {});
    reader.failing = failing;
    subscribe();
    decision.complete(reader);

    deferred.onNext(List.of());
    deferred.onNext(List.of());
    deferred.onComplete();

    assertThat(reader.signals)
        .containsSubsequence(failing, "onError mine")
        .endsWith("onError mine");
    assertThat(deferred.body()).isCompletedExceptionally();
    assertThat(cancelled).hasValue(failing.equals("onNext") ? 1 : 0);
  }

  private static CompletableFuture<Void> onThread(Runnable task) {
    return CompletableFuture.runAsync(task, WorkerThreads::start);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Says what it was told. */
  private static final class Recording implements BodySubscriber<String> {
    final Queue<String> signals = new ConcurrentLinkedQueue<>();
    final CompletableFuture<String> body = new CompletableFuture<>();
    final Runnable onStart;
    String failing = "";

    Recording(Runnable onStart) {
      this.onStart = onStart;
    }

    @Override
    public CompletionStage<String> getBody() {
      return body;
    }

    private void told(String signal) {
      signals.add(signal);
      if (signal.equals(failing)) {
        throw new IllegalStateException("mine");
      }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      told("onSubscribe");
      onStart.run();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      told("onNext");
    }

    @Override
    public void onError(Throwable throwable) {
      told("onError " + throwable.getMessage());
    }

    @Override
    public void onComplete() {
      told("onComplete");
      body.complete("read");
    }
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
