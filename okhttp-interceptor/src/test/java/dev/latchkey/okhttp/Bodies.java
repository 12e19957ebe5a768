package dev.latchkey.okhttp;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A body that counts how often it is written. */
final class Bodies extends RequestBody {
  final AtomicInteger written = new AtomicInteger();
  private final boolean oneShot;
  private final boolean duplex;

  private Bodies(boolean oneShot, boolean duplex) {
    this.oneShot = oneShot;
    this.duplex = duplex;
  }

  static Bodies replayable() {
    return new Bodies(false, false);
  }

  static Bodies oneShot() {
    return new Bodies(true, false);
  }

  static Bodies duplex() {
    return new Bodies(false, true);
  }

  @Override
  public MediaType contentType() {
    return null;
  }

  @Override
  public boolean isOneShot() {
    return oneShot;
  }

  @Override
  public boolean isDuplex() {
    return duplex;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    written.incrementAndGet();
    sink.writeUtf8("a body");
    if (duplex) {
      sink.close();
    }
  }
}
