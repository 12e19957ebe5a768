package dev.latchkey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A POST with a body that counts how often it is read, and by whom. */
class TestContent implements OutgoingRequest, RequestContent {
  final List<Thread> readers = new ArrayList<>();
  private final byte[] bytes;
  private final boolean lengthKnown;
  private final boolean replayable;
  private final boolean mayBlock;

  TestContent(byte[] bytes, boolean lengthKnown, boolean replayable, boolean mayBlock) {
    this.bytes = bytes;
    this.lengthKnown = lengthKnown;
    this.replayable = replayable;
    this.mayBlock = mayBlock;
  }

  static TestContent replayable(byte[] bytes) {
    return new TestContent(bytes, true, true, false);
  }

  static TestContent oneShot(byte[] bytes) {
    return new TestContent(bytes, false, false, false);
  }

  static byte[] written(RequestContent content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    return out.toByteArray();
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public URI uri() {
    return URI.create("https://api.test/");
  }

  @Override
  public String header(String name) {
    return name.equalsIgnoreCase("x-tenant") ? "acme" : null;
  }

  @Override
  public Map<String, List<String>> headers() {
    return Map.of("X-Tenant", List.of("acme"));
  }

  @Override
  public RequestContent content() {
    return this;
  }

  @Override
  public String type() {
    return "text/plain";
  }

  @Override
  public long length() {
    return lengthKnown ? bytes.length : -1;
  }

  @Override
  public boolean isReplayable() {
    return replayable;
  }

  @Override
  public boolean mayBlock() {
    return mayBlock;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    readers.add(Thread.currentThread());
    if (!replayable && readers.size() > 1) {
      throw new IOException("read before");
    }
    for (int i = 0; i < bytes.length; i += 1_000) {
      out.write(bytes, i, Math.min(1_000, bytes.length - i));
    }
  }
}
