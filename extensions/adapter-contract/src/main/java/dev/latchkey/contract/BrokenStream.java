package dev.latchkey.contract;

import java.io.IOException;
import java.io.InputStream;

/** A stream that cannot be read. */
final class BrokenStream extends InputStream {
  private final String message;

  BrokenStream(String message) {
    this.message = message;
  }

  @Override
  public int read() throws IOException {
    throw new IOException(message);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    throw new IOException(message);
  }
}
