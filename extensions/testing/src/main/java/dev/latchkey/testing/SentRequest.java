package dev.latchkey.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request as a server received it. Header names ignore case; two requests are equal only if they
 * are the same object. Its text form has the names of its headers, and neither their values nor the
 * query nor the body.
 */
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

  /** Returns a request that no server received, for tests of code that looks at requests. */
  public static SentRequest of(
      String method, String target, Map<String, List<String>> headers, byte[] body) {
    Map<String, List<String>> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    named.putAll(headers);
    return new SentRequest(method, target, named, body);
  }

  /** Returns the method. */
  public String method() {
    return method;
  }

  /** Returns the path and the query, as they were sent. */
  public String target() {
    return target;
  }

  /** Returns the path, as it was sent, without the query. */
  public String path() {
    return target.split("\\?", 2)[0];
  }

  /**
   * Returns the value of a header, or an empty text if the request does not have it.
   *
   * @throws AssertionError if the header was sent more than once
   */
  public String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new AssertionError("header " + name + " was sent " + values.size() + " times");
    }
    return values.isEmpty() ? "" : values.get(0);
  }

  /** Returns the values of a header, in the order in which they were sent. */
  public List<String> values(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** Returns the names of the headers, in alphabetical order. */
  public Set<String> headerNames() {
    return headers.keySet();
  }

  /** Returns whether the request has a header. */
  public boolean has(String name) {
    return headers.containsKey(name);
  }

  /** Returns a copy with this value of a header. */
  public SentRequest with(String name, String value) {
    SentRequest changed = of(method, target, headers, body);
    changed.headers.put(name, List.of(value));
    return changed;
  }

  /** Returns a copy with another method. */
  public SentRequest withMethod(String method) {
    return new SentRequest(method, target, headers, body);
  }

  /** Returns a copy with another path and query. */
  public SentRequest withTarget(String target) {
    return new SentRequest(method, target, headers, body);
  }

  /** Returns a copy with another body. */
  public SentRequest withBody(String body) {
    return new SentRequest(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the body as text. */
  public String body() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Returns the body. */
  public byte[] bytes() {
    return body;
  }

  /**
   * Returns whether the body is as long as {@code Content-Length} says. A chunked body is always
   * complete: a server hands out no other.
   */
  public boolean isComplete() {
    return !has("Content-Length") || header("Content-Length").equals(String.valueOf(body.length));
  }

  @Override
  public String toString() {
    return method + " " + path() + " " + headers.keySet();
  }
}
