package dev.latchkey.jdk;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A response with the request as the caller wrote it, without credentials. */
final class DeliveredResponse<T extends @Nullable Object> implements HttpResponse<T> {
  private final HttpRequest request;
  private final int status;
  private final HttpHeaders headers;
  private final Version version;
  private final @Nullable T body;
  private final Optional<SSLSession> sslSession;
  private final Optional<String> connectionLabel;
  private final @Nullable HttpResponse<T> previous;

  private DeliveredResponse(
      HttpRequest request,
      int status,
      HttpHeaders headers,
      Version version,
      @Nullable T body,
      @Nullable HttpResponse<T> original,
      @Nullable HttpResponse<T> previous) {
    this.request = request;
    this.status = status;
    this.headers = headers;
    this.version = version;
    this.body = body;
    // Not the original itself, which keeps the request as it was sent: its credential, and the body
    // that a scheme read.
    this.sslSession = original == null ? Optional.empty() : original.sslSession();
    this.connectionLabel =
        original == null ? Optional.empty() : JdkFeatures.connectionLabel(original);
    this.previous = previous;
  }

  static <T extends @Nullable Object> HttpResponse<T> of(
      HttpRequest request,
      HttpResponse<T> response,
      HttpHeaders headers,
      T body,
      @Nullable HttpResponse<T> previous) {
    return new DeliveredResponse<>(
        request, response.statusCode(), headers, response.version(), body, response, previous);
  }

  /** Returns a response that led to another request; it has no body, as in the JDK's client. */
  static <T extends @Nullable Object> HttpResponse<T> discarded(
      HttpRequest request,
      ResponseInfo info,
      @Nullable HttpResponse<T> response,
      @Nullable HttpResponse<T> previous) {
    return new DeliveredResponse<>(
        request, info.statusCode(), info.headers(), info.version(), null, response, previous);
  }

  @Override
  public int statusCode() {
    return status;
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.ofNullable(previous);
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @SuppressWarnings("NullAway") // T says whether it may be null.
  @Override
  public T body() {
    return body;
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return sslSession;
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public Version version() {
    return version;
  }

  // Since Java 25. Compiled for 17, where it overrides nothing.
  public Optional<String> connectionLabel() {
    return connectionLabel;
  }

  /** Returns the method, the URI and the status, in the JDK's format. */
  @Override
  public String toString() {
    return "(" + request.method() + " " + request.uri() + ") " + status;
  }
}
