package dev.latchkey.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A request that the JDK did not make, and so did not check. */
final class ForeignRequest extends HttpRequest {
  private final String method;
  private final URI uri;
  private final HttpHeaders headers;

  ForeignRequest(String method, URI uri) {
    this(method, uri, HttpHeaders.of(Map.of(), (name, value) -> true));
  }

  ForeignRequest(String method, URI uri, HttpHeaders headers) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return Optional.empty();
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public Optional<Duration> timeout() {
    return Optional.empty();
  }

  @Override
  public boolean expectContinue() {
    return false;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }
}
