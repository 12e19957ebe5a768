package dev.latchkey.contract;

import java.io.InputStream;

/** Many bytes that are nowhere kept. */
final class GeneratedStream extends InputStream {
  static final long LENGTH = 20 * 1024 * 1024 + 7;

  private final long length;
  private final long changed;
  private long position;

  /**
   * @param changed the position of a byte that is not as in other streams; -1 if none is
   */
  GeneratedStream(long length, long changed) {
    this.length = length;
    this.changed = changed;
  }

  static GeneratedStream large() {
    return new GeneratedStream(LENGTH, -1);
  }

  @Override
  public int read() {
    if (position == length) {
      return -1;
    }
    return valueAt(position++) & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) {
    if (count > 0 && position == length) {
      return -1;
    }
    int read = (int) Math.min(count, length - position);
    for (int i = 0; i < read; i++) {
      bytes[offset + i] = valueAt(position + i);
    }
    position += read;
    return read;
  }

  private byte valueAt(long index) {
    return (byte) (((index * 31) >>> 3) ^ (index == changed ? 1 : 0));
  }
}
