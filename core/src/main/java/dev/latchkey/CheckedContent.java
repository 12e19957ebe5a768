package dev.latchkey;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Content that was digested, and is digested again while it is sent. */
final class CheckedContent implements RequestContent {
  private final RequestContent source;
  private final Map<String, byte[]> digests;

  /**
   * @param digests by their algorithms
   */
  CheckedContent(RequestContent source, Map<String, byte[]> digests) {
    this.source = source;
    this.digests = digests;
  }

  @Override
  public @Nullable String type() {
    return source.type();
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public boolean isReplayable() {
    return source.isReplayable();
  }

  @Override
  public boolean mayBlock() {
    return source.mayBlock();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    List<MessageDigest> running = new ArrayList<>();
    for (String algorithm : digests.keySet()) {
      running.add(ContentDigest.of(algorithm));
    }
    LastByteHeld checked = new LastByteHeld(out, running);
    source.writeTo(checked);
    int i = 0;
    for (byte[] expected : digests.values()) {
      if (!MessageDigest.isEqual(expected, running.get(i++).digest())) {
        // OkHttp does not retry after this one, unlike after other IOExceptions.
        throw new ProtocolException(
            "The body of the request must give the same bytes each time, but the sent ones"
                + " differ from the signed ones; the request was aborted");
      }
    }
    checked.release();
  }

  /**
   * Holds back the last byte: without it no server takes a request as complete, even if its length
   * was declared.
   */
  private static final class LastByteHeld extends FilterOutputStream {
    private final List<MessageDigest> digests;
    private final byte[] held = new byte[1];
    private boolean holds;

    LastByteHeld(OutputStream out, List<MessageDigest> digests) {
      super(out);
      this.digests = digests;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return;
      }
      for (MessageDigest digest : digests) {
        digest.update(bytes, offset, length);
      }
      release();
      out.write(bytes, offset, length - 1);
      held[0] = bytes[offset + length - 1];
      holds = true;
    }

    void release() throws IOException {
      if (holds) {
        out.write(held, 0, 1);
        holds = false;
      }
    }

    /** Only flushes: the stream belongs to the client. */
    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
