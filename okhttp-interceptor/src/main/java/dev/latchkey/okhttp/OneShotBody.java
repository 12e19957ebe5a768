package dev.latchkey.okhttp;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body that OkHttp does not send twice, and that loggers do not show. */
final class OneShotBody extends RequestBody {
  private final byte[] content;

  OneShotBody(byte[] content) {
    this.content = content;
  }

  /** Returns null, so that the request's header applies. */
  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return content.length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(content);
  }
}
