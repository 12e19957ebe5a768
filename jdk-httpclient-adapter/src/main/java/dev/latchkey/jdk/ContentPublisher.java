package dev.latchkey.jdk;

import dev.latchkey.RequestContent;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Publishes content that may block, from a separate thread for each send. */
final class ContentPublisher implements BodyPublisher {
  /** The maximum length of content that a scheme read and that was kept. */
  private static final long MOST_IN_MEMORY = 10 * 1024 * 1024;

  /** How long a send waits for more demand after its call has ended. */
  private static final long MOST_MILLIS = 10_000;

  private static final int BUFFER = 16 * 1024;

  private final RequestContent content;
  private volatile @Nullable Sending current;

  private ContentPublisher(RequestContent content) {
    this.content = content;
  }

  /** Returns a body that is this content. */
  static BodyPublisher of(RequestContent content) throws IOException {
    if (content.mayBlock() || content.length() > MOST_IN_MEMORY) {
      return new ContentPublisher(content);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    return BodyPublishers.ofByteArray(bytes.toByteArray());
  }

  @Override
  public long contentLength() {
    return content.length();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    Sending before = current;
    if (before != null) {
      before.cancel();
    }
    Sending sending = new Sending(subscriber);
    current = sending;
    subscriber.onSubscribe(sending);
    WorkerThreads.start(sending);
  }

  /**
   * Notes that the call has ended. A server may have responded before the end of the body: then the
   * client may continue to send it, or may request no more and leave the thread waiting.
   */
  void release() {
    Sending sending = current;
    if (sending != null) {
      sending.leave();
    }
  }

  private final class Sending extends OutputStream implements Subscription, Runnable {
    private final Subscriber<? super ByteBuffer> subscriber;

    // Guarded by this.
    private long demand;
    private boolean over;
    private boolean left;
    private @Nullable Thread thread;

    Sending(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      try {
        OutputStream out = new BufferedOutputStream(this, BUFFER);
        content.writeTo(out);
        out.flush();
        if (end()) {
          subscriber.onComplete();
        }
      } catch (Throwable e) {
        if (end()) {
          subscriber.onError(e);
        }
      }
    }

    private synchronized boolean begin() {
      thread = Thread.currentThread();
      return !over;
    }

    private synchronized boolean end() {
      boolean first = !over;
      over = true;
      thread = null;
      return first;
    }

    @Override
    public synchronized void request(long items) {
      demand = items > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + items;
      notifyAll();
    }

    @Override
    public synchronized void cancel() {
      over = true;
      if (thread != null) {
        // It may be reading the caller's body.
        thread.interrupt();
      }
      notifyAll();
    }

    synchronized void leave() {
      left = true;
      notifyAll();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      awaitDemand();
      subscriber.onNext(ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    private synchronized void awaitDemand() throws IOException {
      try {
        boolean last = false;
        while (demand == 0 && !over && !last) {
          last = left;
          wait(left ? MOST_MILLIS : 0);
        }
      } catch (InterruptedException e) {
        over = true;
      }
      if (over || demand == 0) {
        throw new IOException("Request cancelled");
      }
      demand--;
    }
  }
}
