package dev.latchkey.benchmarks;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request with 200 and two bytes, without a network, and has the body handler run as
 * the JDK's client does.
 */
final class StubHttpClient extends HttpClient {
  private static final byte[] BODY = {'o', 'k'};
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);
  private static final ResponseInfo INFO = new Ok();
  private static final Subscription SUBSCRIPTION = new Delivered();

  private final boolean takesIn;

  /** What the last request had when it would have left. */
  @Nullable HttpHeaders sent;

  /**
   * A client.
   *
   * @param takesIn whether it copies the headers of each request, as the JDK's client does once
   */
  StubHttpClient(boolean takesIn) {
    this.takesIn = takesIn;
  }

  @Override
  public <T extends @Nullable Object> HttpResponse<T> send(
      HttpRequest request, BodyHandler<T> handler) {
    HttpHeaders headers = request.headers();
    sent = takesIn ? HttpHeaders.of(headers.map(), (name, value) -> true) : headers;
    BodySubscriber<T> subscriber = handler.apply(INFO);
    subscriber.onSubscribe(SUBSCRIPTION);
    subscriber.onNext(List.of(ByteBuffer.wrap(BODY)));
    subscriber.onComplete();
    return new StubResponse<>(request, subscriber.getBody().toCompletableFuture().join());
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return CompletableFuture.completedFuture(send(request, handler));
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    return sendAsync(request, handler);
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
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

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException("not in a benchmark");
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException("not in a benchmark");
  }

  private static final class Ok implements ResponseInfo {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpHeaders headers() {
      return NO_HEADERS;
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  private static final class Delivered implements Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
