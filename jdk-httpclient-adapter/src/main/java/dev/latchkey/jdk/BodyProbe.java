package dev.latchkey.jdk;

import dev.latchkey.AuthCall;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body a second time, to find out whether that works: only then is the response to the
 * first request discarded. The bytes that were read go to the request that follows.
 */
final class BodyProbe implements Subscriber<ByteBuffer> {
  private final CompletableFuture<Boolean> readable = new CompletableFuture<>();
  private volatile @Nullable Subscriber<? super ByteBuffer> target;

  // Guarded by this.
  private @Nullable Subscription source;
  private @Nullable ByteBuffer first;
  private boolean taken;
  private boolean passedOn;
  private boolean ended;
  private @Nullable Throwable fault;
  private boolean cancelled;

  /**
   * Starts to read, on a separate thread, since the body is the caller's code and may block.
   *
   * @return a future that completes with whether the first bytes arrived in time
   */
  CompletableFuture<Boolean> start(BodyPublisher body, Duration longest) {
    Future<?> timer = AuthCall.schedule(() -> readable.complete(false), longest);
    WorkerThreads.start(
        () -> {
          try {
            body.subscribe(this);
          } catch (Throwable e) {
            readable.complete(false);
          }
        });
    return readable.whenComplete(
        (can, none) -> {
          timer.cancel(false);
          if (!can) {
            WorkerThreads.start(this::cancel);
          }
        });
  }

  /** Passes the bytes that were read, and those that follow, to a subscriber. */
  void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    target = subscriber;
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long items) {
            BodyProbe.this.request(items, subscriber);
          }

          @Override
          public void cancel() {
            BodyProbe.this.cancel();
          }
        });
  }

  private void request(long items, Subscriber<? super ByteBuffer> subscriber) {
    Subscription from;
    ByteBuffer kept;
    synchronized (this) {
      from = source;
      kept = taken || items <= 0 ? null : first;
      taken |= kept != null;
    }
    long more = items;
    if (kept != null) {
      subscriber.onNext(kept);
      if (pass(subscriber)) {
        return;
      }
      more = items == Long.MAX_VALUE ? items : items - 1;
    }
    if (more != 0 && from != null) {
      from.request(more);
    }
  }

  /**
   * Completes the subscriber if the body has ended meanwhile, but not before it has got all bytes.
   */
  private boolean pass(Subscriber<? super ByteBuffer> subscriber) {
    synchronized (this) {
      passedOn = true;
      if (!ended) {
        return false;
      }
    }
    end(subscriber);
    return true;
  }

  private void end(Subscriber<? super ByteBuffer> subscriber) {
    Throwable why;
    synchronized (this) {
      why = fault;
    }
    if (why != null) {
      subscriber.onError(why);
    } else {
      subscriber.onComplete();
    }
  }

  void cancel() {
    Subscription from;
    synchronized (this) {
      cancelled = true;
      from = source;
    }
    if (from != null) {
      from.cancel();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    boolean late;
    synchronized (this) {
      source = subscription;
      late = cancelled;
    }
    if (late) {
      subscription.cancel();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onNext(ByteBuffer item) {
    Subscriber<? super ByteBuffer> subscriber = target;
    if (subscriber != null) {
      subscriber.onNext(item);
      return;
    }
    synchronized (this) {
      first = item;
    }
    readable.complete(true);
  }

  @Override
  public void onError(Throwable throwable) {
    ended(throwable);
  }

  @Override
  public void onComplete() {
    ended(null);
  }

  private void ended(@Nullable Throwable why) {
    Subscriber<? super ByteBuffer> subscriber;
    synchronized (this) {
      ended = true;
      fault = why;
      subscriber = passedOn ? target : null;
    }
    if (subscriber != null) {
      end(subscriber);
    }
    // Before any byte: it has none the second time.
    readable.complete(false);
  }
}
