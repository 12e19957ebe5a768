package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;

/** A body that the caller marked as readable once or many times. */
final class MarkedBody implements BodyPublisher {
  private final BodyPublisher body;
  final boolean replayable;

  MarkedBody(BodyPublisher body, boolean replayable) {
    this.body = requireNonNull(body, "body");
    this.replayable = replayable;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(subscriber);
  }
}
