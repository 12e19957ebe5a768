package dev.latchkey.jdk;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;

/**
 * A request's body that knows whether it can be sent again: if none of it was asked for yet, or if
 * its length is known, since the client then fails rather than send fewer bytes. A body of unknown
 * length that can be read only once would be sent empty, and be accepted.
 */
final class ReplayTracker implements BodyPublisher {
  private final BodyPublisher body;
  private volatile boolean subscribed;

  ReplayTracker(BodyPublisher body) {
    this.body = body;
  }

  boolean isReplayable() {
    return !subscribed || body.contentLength() >= 0;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscribed = true;
    body.subscribe(subscriber);
  }
}
