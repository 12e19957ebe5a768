package dev.latchkey;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps the written bytes up to a limit, and digests all of them. */
final class ContentBuffer extends OutputStream {
  private static final int FIRST_SIZE = 8 * 1024;

  private final int limit;
  private final @Nullable MessageDigest digest;
  private byte[] kept;
  private int count;
  private boolean tooLong;

  /**
   * @param length how much will be written, or -1
   * @param digest digests content longer than the limit; null if such content is not accepted
   */
  ContentBuffer(int limit, long length, @Nullable MessageDigest digest) {
    this.limit = limit;
    this.digest = digest;
    this.tooLong = length > limit;
    this.kept = new byte[tooLong ? 0 : length < 0 ? FIRST_SIZE : (int) length];
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!tooLong && length > limit - count) {
      tooLong = true;
      kept = new byte[0];
    }
    if (digest != null) {
      digest.update(bytes, offset, length);
    } else if (tooLong) {
      throw new IOException("too long");
    }
    if (!tooLong) {
      keep(bytes, offset, length);
    }
  }

  private void keep(byte[] bytes, int offset, int length) {
    if (length > kept.length - count) {
      kept = Arrays.copyOf(kept, Math.min(limit, Math.max(2 * kept.length, count + length)));
    }
    System.arraycopy(bytes, offset, kept, count, length);
    count += length;
  }

  /** Returns whether more was written than is kept. */
  boolean isTooLong() {
    return tooLong;
  }

  /** Returns all bytes that were written. */
  byte[] bytes() {
    return kept.length == count ? kept : Arrays.copyOf(kept, count);
  }
}
