package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request of given parts, for schemes that are called directly. */
final class GivenRequest implements OutgoingRequest, RequestContent {
  private final String method;
  private final URI uri;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  GivenRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
    this.method = requireNonNull(method, "method");
    this.uri = requireNonNull(uri, "uri");
    this.body = body.length == 0 ? body : body.clone();
    this.headers = headers.isEmpty() ? Map.of() : ignoringCase(headers);
  }

  private static Map<String, List<String>> ignoringCase(Map<String, String> headers) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return all;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }

  @Override
  public Map<String, List<String>> headers() {
    return headers;
  }

  @Override
  public @Nullable RequestContent content() {
    return body.length == 0 ? null : this;
  }

  @Override
  public long length() {
    return body.length;
  }

  /** Returns the content, which must not be changed. */
  byte[] bytes() {
    return body;
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
    out.write(body, 0, body.length);
  }
}
