package dev.latchkey.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A request as a server got it; two are never equal. Header names ignore case. */
public final class SentRequest {
  private final String method;
  private final String target;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  SentRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  /** A request that a test makes up. */
  public static SentRequest of(
      String method, String target, Map<String, List<String>> headers, byte[] body) {
    Map<String, List<String>> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    named.putAll(headers);
    return new SentRequest(method, target, named, body);
  }

  /** Its method. */
  public String method() {
    return method;
  }

  /** Its path and query. */
  public String target() {
    return target;
  }

  /** The only value of a header; empty if it has none. */
  public String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new AssertionError("header " + name + " was sent " + values.size() + " times");
    }
    return values.isEmpty() ? "" : values.get(0);
  }

  /** The values of a header, one for each line; none if it does not have it. */
  public List<String> values(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** The names of its headers, in alphabetical order. */
  public Set<String> headerNames() {
    return headers.keySet();
  }

  /** Whether it has a header. */
  public boolean has(String name) {
    return headers.containsKey(name);
  }

  /** The same with another value of a header. */
  public SentRequest with(String name, String value) {
    SentRequest changed = of(method, target, headers, body);
    changed.headers.put(name, List.of(value));
    return changed;
  }

  /** The same with another method. */
  public SentRequest withMethod(String method) {
    return new SentRequest(method, target, headers, body);
  }

  /** The same with another path and query. */
  public SentRequest withTarget(String target) {
    return new SentRequest(method, target, headers, body);
  }

  /** The same with another body. */
  public SentRequest withBody(String body) {
    return new SentRequest(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Its body as text. */
  public String body() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Its body. */
  public byte[] bytes() {
    return body;
  }

  /** Whether its body has the length that it told; of a chunked one, whether it ended. */
  public boolean isComplete() {
    return !has("Content-Length") || header("Content-Length").equals(String.valueOf(body.length));
  }
}
