package dev.latchkey;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The bytes that were read of a content, to send in its place. */
final class KeptContent implements RequestContent {
  private final RequestContent source;
  private final byte[] bytes;

  KeptContent(RequestContent source, byte[] bytes) {
    this.source = source;
    this.bytes = bytes;
  }

  @Override
  public @Nullable String type() {
    return source.type();
  }

  /**
   * Returns the length of the source, since the scheme may have signed how the content is framed.
   */
  @Override
  public long length() {
    return source.length();
  }

  @Override
  public boolean isReplayable() {
    return true;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, bytes.length);
  }
}
