package dev.latchkey.okhttp;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSink;
import okio.Sink;

/** Counts the bytes of a body, and leaves the end of the request to the client. */
final class CountingSink extends ForwardingSink {
  long bytes;

  CountingSink(Sink sink) {
    super(sink);
  }

  @Override
  public void write(Buffer source, long count) throws IOException {
    super.write(source, count);
    bytes += count;
  }

  /**
   * Only flushes: a body may close its sink, as compressing ones do, which would send the end
   * unchecked.
   */
  @Override
  public void close() throws IOException {
    flush();
  }
}
