package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request for an {@link HttpTransport}. Immutable. */
public final class TransportRequest {
  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Duration timeout;

  private TransportRequest(
      String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
    this.timeout = timeout;
  }

  /**
   * Returns a request.
   *
   * @param headers the headers, without {@code Host} and {@code Content-Length}, which the client
   *     sets
   * @param body the body, which is copied; no body is sent if it is empty and the method is GET
   * @param timeout the time limit of the whole exchange, including the response's body
   * @throws IllegalArgumentException if the URI is not absolute, or the timeout is not positive
   */
  public static TransportRequest of(
      String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    Origin.of(uri);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, but was " + timeout);
    }
    return new TransportRequest(
        requireNonNull(method, "method"),
        uri,
        Collections.unmodifiableMap(new LinkedHashMap<>(headers)),
        body.clone(),
        timeout);
  }

  /** Returns the method, such as {@code POST}. */
  public String method() {
    return method;
  }

  /** Returns the absolute URI of the request. */
  public URI uri() {
    return uri;
  }

  /** Returns the headers, in their order. They may hold secrets. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns a copy of the body. It may hold secrets. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns the time limit of the whole exchange. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns a text with the method and the origin; the rest may hold secrets. */
  @Override
  public String toString() {
    return method + " " + Origin.of(uri);
  }
}
