package dev.latchkey.testing;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A client without a network, for URLs at which no test can listen. It passes each request to a
 * function, and hands the function's answer to the body handler on the same thread. It does not
 * follow redirects. Safe for use by many threads if the function is.
 */
public final class StubHttpClient extends HttpClient {
  private static final Subscription DELIVERED = new Delivered();

  private final Function<HttpRequest, Answer> server;

  private StubHttpClient(Function<HttpRequest, Answer> server) {
    this.server = server;
  }

  /** Returns a client whose requests are answered by a function. */
  public static StubHttpClient of(Function<HttpRequest, Answer> server) {
    return new StubHttpClient(server);
  }

  @Override
  public <T extends @Nullable Object> HttpResponse<T> send(
      HttpRequest request, BodyHandler<T> handler) {
    Answer answer = server.apply(request);
    BodySubscriber<T> subscriber = handler.apply(answer);
    subscriber.onSubscribe(DELIVERED);
    if (answer.body.length > 0) {
      subscriber.onNext(List.of(ByteBuffer.wrap(answer.body)));
    }
    subscriber.onComplete();
    T body = subscriber.getBody().toCompletableFuture().join();
    return new Response<>(request, answer.statusCode(), answer.headers(), body);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return CompletableFuture.completedFuture(send(request, handler));
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushPromises) {
    return sendAsync(request, handler);
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }

  /**
   * Not supported: there is no network.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException("A stub has no TLS");
  }

  /**
   * Not supported: there is no network.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException("A stub has no TLS");
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  /** The response to a request. Immutable. */
  public static final class Answer implements ResponseInfo {
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final int statusCode;
    private final HttpHeaders headers;
    private final byte[] body;

    private Answer(int statusCode, HttpHeaders headers, byte[] body) {
      this.statusCode = statusCode;
      this.headers = headers;
      this.body = body;
    }

    /** Returns a response with a status and a body, and without headers. */
    public static Answer of(int status, String body) {
      return new Answer(status, NO_HEADERS, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a redirect without a body. */
    public static Answer redirect(int status, String location) {
      Map<String, List<String>> fields = Map.of("Location", List.of(location));
      return new Answer(status, HttpHeaders.of(fields, (name, value) -> true), new byte[0]);
    }

    @Override
    public int statusCode() {
      return statusCode;
    }

    @Override
    public HttpHeaders headers() {
      return headers;
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  private record Response<T extends @Nullable Object>(
      HttpRequest request, int statusCode, HttpHeaders headers, T body) implements HttpResponse<T> {
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    /** Without the body, as the JDK's. */
    @Override
    public String toString() {
      return "(" + request + ") " + statusCode;
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  /** Everything is delivered at once, whatever is asked for. */
  private static final class Delivered implements Subscription {
    @Override
    public void request(long items) {}

    @Override
    public void cancel() {}
  }
}
