package dev.latchkey.jdk;

import dev.latchkey.RequestContent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request's body over all requests of a call that send it. It is sent completely, or the call
 * fails.
 */
final class RequestBody implements BodyPublisher, RequestContent {
  private final BodyPublisher body;

  /** The content that a scheme read, which is sent in place of the body; null if none read it. */
  private volatile @Nullable RequestContent signed;

  private volatile @Nullable BodyPublisher signedBody;

  /** The read for a scheme that is under way. */
  private volatile @Nullable BodyReader reader;

  /** A second read that has begun, for the next request. */
  private final AtomicReference<@Nullable BodyProbe> begun = new AtomicReference<>();

  private volatile boolean subscribed;
  private volatile boolean released;

  /** The number of bytes of the longest send. */
  private volatile long sent;

  private volatile boolean failedAgain;

  private RequestBody(BodyPublisher body) {
    this.body = body;
  }

  /** Returns the body of a request; null if it has none, or one that always has the same bytes. */
  static @Nullable RequestBody of(HttpRequest request) {
    BodyPublisher body = request.bodyPublisher().orElse(null);
    return body == null || BodyKind.isInMemory(body) ? null : new RequestBody(body);
  }

  /** Returns a body for schemes that read it, whatever its kind. */
  static RequestBody ofAny(BodyPublisher body) {
    return new RequestBody(body);
  }

  /** Sends the content that a scheme read from now on. */
  @SuppressWarnings("ReferenceEquality") // It is the same for all requests of the call.
  void sendSigned(RequestContent content) throws IOException {
    if (signed != content) {
      signedBody = ContentPublisher.of(content);
      signed = content;
    }
  }

  /** Returns whether it can possibly be sent once more. */
  boolean mayBeReplayable() {
    return !subscribed || isKept() || BodyKind.of(body) != BodyKind.ONE_SHOT;
  }

  private boolean isKept() {
    RequestContent content = signed;
    return content != null && content.isReplayable();
  }

  /**
   * Checks that the body can be sent once more. If only reading it shows this, its first bytes are
   * read, and kept for the next request.
   *
   * @param longest the maximum time to wait for its first bytes
   */
  CompletableFuture<Boolean> replay(Duration longest) {
    if (!subscribed || isKept() || BodyKind.of(body) != BodyKind.UNKNOWN) {
      return CompletableFuture.completedFuture(mayBeReplayable());
    }
    BodyProbe probe = new BodyProbe();
    begun.set(probe);
    return probe.start(body, longest);
  }

  /** Returns whether it failed when it was sent once more. */
  boolean hasFailedAgain() {
    return failedAgain;
  }

  /** Releases a read that was begun for a request that is not sent. */
  void release() {
    released = true;
    BodyProbe probe = begun.getAndSet(null);
    if (probe != null) {
      probe.cancel();
    }
    BodyReader reading = reader;
    if (reading != null && signed == null) {
      reading.cancel();
    }
    if (signedBody instanceof ContentPublisher sending) {
      sending.release();
    }
  }

  @Override
  public long length() {
    return body.contentLength();
  }

  @Override
  public boolean isReplayable() {
    return BodyKind.of(body) == BodyKind.REPLAYABLE;
  }

  @Override
  public boolean mayBlock() {
    return !BodyKind.isInMemory(body);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    BodyReader reading = new BodyReader();
    reader = reading;
    if (released) {
      reading.cancel();
    }
    reading.read(body, out);
    reader = null;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    Subscriber<ByteBuffer> counted = new Counted(subscriber, subscribed);
    subscribed = true;
    BodyPublisher kept = signedBody;
    BodyProbe probe = begun.getAndSet(null);
    if (kept != null) {
      kept.subscribe(counted);
    } else if (probe == null) {
      body.subscribe(counted);
    } else {
      probe.subscribe(counted);
    }
  }

  /** Detects a send that is shorter than an earlier one. */
  private final class Counted implements Subscriber<ByteBuffer> {
    private final Subscriber<? super ByteBuffer> target;
    private final boolean again;
    private long bytes;

    Counted(Subscriber<? super ByteBuffer> target, boolean again) {
      this.target = target;
      this.again = again;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      target.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer item) {
      bytes += item.remaining();
      sent = Math.max(sent, bytes);
      target.onNext(item);
    }

    @Override
    public void onError(Throwable fault) {
      failedAgain |= again;
      target.onError(fault);
    }

    @Override
    public void onComplete() {
      if (again && bytes < Math.max(sent, contentLength())) {
        failedAgain = true;
        // Before the client ends the request, which would be accepted if its length is not known.
        target.onError(
            new IOException("The body had " + sent + " bytes, and " + bytes + " the second time"));
      } else {
        target.onComplete();
      }
    }
  }
}
