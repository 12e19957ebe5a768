package dev.latchkey.jdk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Reads a body to its end, on the calling thread. */
final class BodyReader implements Subscriber<ByteBuffer> {

  /** A signal of the body, for the reading thread. */
  private interface Signal {
    /** Returns whether more may follow. */
    boolean take(OutputStream out) throws IOException;
  }

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private volatile @Nullable Subscription source;
  private volatile boolean cancelled;

  /** Writes the body. */
  void read(BodyPublisher body, OutputStream out) throws IOException {
    body.subscribe(this);
    try {
      while (next().take(out)) {
        request();
      }
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      cancel();
      throw e;
    }
  }

  private Signal next() throws InterruptedException {
    // Available bytes do not wait, even on an interrupted thread.
    Signal known = signals.poll();
    return known == null ? signals.take() : known;
  }

  private void request() {
    Subscription from = source;
    if (from != null) {
      from.request(1);
    }
  }

  /** Ends the read, on whatever thread it runs. */
  void cancel() {
    cancelled = true;
    Subscription from = source;
    if (from != null) {
      from.cancel();
    }
    onError(new IOException("Request cancelled"));
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    source = subscription;
    if (cancelled) {
      subscription.cancel();
    }
    signals.add(out -> true);
  }

  @Override
  public void onNext(ByteBuffer item) {
    signals.add(
        out -> {
          byte[] bytes = new byte[item.remaining()];
          item.get(bytes);
          out.write(bytes, 0, bytes.length);
          return true;
        });
  }

  @Override
  public void onError(Throwable fault) {
    signals.add(
        out -> {
          throw fault instanceof IOException own ? own : new IOException(fault.getMessage(), fault);
        });
  }

  @Override
  public void onComplete() {
    signals.add(out -> false);
  }
}
