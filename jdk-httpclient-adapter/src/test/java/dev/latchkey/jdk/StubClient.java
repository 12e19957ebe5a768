package dev.latchkey.jdk;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/** A client without a network, for URLs at which no test can listen; it follows no redirect. */
final class StubClient extends HttpClient {
  final List<HttpRequest> sent = new CopyOnWriteArrayList<>();
  private final Function<HttpRequest, ResponseInfo> server;

  StubClient(Function<HttpRequest, ResponseInfo> server) {
    this.server = server;
  }

  /** The head of a response without a body. */
  record Head(int statusCode, HttpHeaders headers) implements ResponseInfo {
    static Head of(int status) {
      return new Head(status, HttpHeaders.of(Map.of(), (name, value) -> true));
    }

    static Head redirect(int status, String location) {
      return new Head(
          status, HttpHeaders.of(Map.of("Location", List.of(location)), (name, value) -> true));
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  private record Response<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
      implements HttpResponse<T> {
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

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    sent.add(request);
    ResponseInfo head = server.apply(request);
    BodySubscriber<T> subscriber = handler.apply(head);
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long items) {}

          @Override
          public void cancel() {}
        });
    subscriber.onComplete();
    T body = subscriber.getBody().toCompletableFuture().join();
    return new Response<>(request, head.statusCode(), head.headers(), body);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return CompletableFuture.completedFuture(send(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushPromises) {
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

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }
}
