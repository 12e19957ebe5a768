package dev.latchkey.okhttp;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSink;
import okio.Sink;

/** Counts the bytes of a body, and leaves the end of the request to its client. */
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

  /** A body may close its sink, as compressing ones do; then its end would be sent unchecked. */
  @Override
  public void close() throws IOException {
    flush();
  }
}
