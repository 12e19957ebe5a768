package dev.latchkey.okhttp;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how many bytes a body of unknown length had when it was sent. One that reads from a stream
 * has fewer the second time, and a server would take the rest as complete.
 */
final class BodyLength {
  private long longest;
  private boolean cutOff;
  private boolean sentAgain;

  /** Makes a send fail from now on if it is shorter than the longest so far. */
  void sendAgain() {
    sentAgain = true;
  }

  /** Returns whether the last send ended before its body did, so that the length is not known. */
  boolean isCutOff() {
    return cutOff;
  }

  /**
   * Returns the request with a body that is counted, if its length is unknown and it may be sent
   * again.
   */
  Request counting(Request request) throws IOException {
    RequestBody body = request.body();
    if (body == null || body.contentLength() != -1 || body.isOneShot() || body.isDuplex()) {
      return request;
    }
    if (body instanceof ContentBody) {
      // It has the same bytes each time.
      return request;
    }
    return request.newBuilder().method(request.method(), new Counted(body)).build();
  }

  private final class Counted extends RequestBody {
    private final RequestBody body;

    Counted(RequestBody body) {
      this.body = body;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      CountingSink counter = new CountingSink(sink);
      BufferedSink counted = Okio.buffer((Sink) counter);
      cutOff = true;
      body.writeTo(counted);
      if (counted.isOpen()) {
        counted.emit();
      }
      cutOff = false;
      if (sentAgain && counter.bytes < longest) {
        // OkHttp does not retry after this one, unlike after other IOExceptions.
        throw new ProtocolException(
            "The body of the request gave "
                + counter.bytes
                + " bytes when it was sent again after a refusal, but "
                + longest
                + " before; a body that can be read once must return true from"
                + " RequestBody.isOneShot()");
      }
      longest = Math.max(longest, counter.bytes);
    }
  }
}
