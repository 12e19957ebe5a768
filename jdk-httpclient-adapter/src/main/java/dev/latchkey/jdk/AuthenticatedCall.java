package dev.latchkey.jdk;

import dev.latchkey.AuthCall;
import dev.latchkey.CredentialException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the caller's, over as many exchanges as it takes: where it stands, and what is to be
 * sent next. The drivers do the sending.
 */
final class AuthenticatedCall<T extends @Nullable Object> {
  private final AuthCall rules;
  private final BodyHandler<T> handler;
  private final Redirects redirects;
  private final Optional<Executor> executor;
  private final @Nullable Long deadlineNanos;

  /** The request of this hop as the caller would have written it; credentials are never in it. */
  private HttpRequest current;

  private @Nullable HttpResponse<T> previous;

  AuthenticatedCall(
      AuthCall rules,
      HttpRequest request,
      BodyHandler<T> handler,
      Redirect policy,
      HttpClient client) {
    this.rules = rules;
    this.current = immutable(request);
    this.handler = handler;
    this.redirects = new Redirects(policy);
    this.executor = client.executor();
    this.deadlineNanos =
        request
            .timeout()
            .map(timeout -> System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout))
            .orElse(null);
  }

  /** The credential's headers for this hop, taking off what the hop must not carry. */
  CompletableFuture<Map<String, String>> headers() {
    rules.hop(current.method(), current.uri(), current.headers()::firstValue);
    Set<String> withheld = rules.withheld();
    if (!withheld.isEmpty()
        && current.headers().map().keySet().stream().anyMatch(withheld::contains)) {
      current = HttpRequest.newBuilder(current, (name, value) -> !withheld.contains(name)).build();
    }
    return rules.headers();
  }

  /** The next exchange, with these headers on its request. */
  ResponseGate<T> exchange(Map<String, String> headers) throws HttpTimeoutException {
    Duration remaining = remaining();
    ReplayTracker body = current.bodyPublisher().map(ReplayTracker::new).orElse(null);
    return new ResponseGate<>(this, AuthorizedRequest.of(current, headers, remaining, body), body);
  }

  /** The JDK's own requests are; one of the caller's making may change while the call lasts. */
  private static HttpRequest immutable(HttpRequest request) {
    return request.getClass().getModule() == HttpRequest.class.getModule()
        ? request
        : HttpRequest.newBuilder(request, (name, value) -> true).build();
  }

  /** What is left of the caller's timeout; null if he set none. */
  private @Nullable Duration remaining() throws HttpTimeoutException {
    if (deadlineNanos == null) {
      return null;
    }
    long left = deadlineNanos - System.nanoTime();
    if (left <= 0) {
      throw timedOut();
    }
    return Duration.ofNanos(left);
  }

  /** How long a body that nobody wants may take, without keeping the caller past his timeout. */
  Duration longestDrain() {
    if (deadlineNanos == null) {
      return DrainSubscriber.LONGEST;
    }
    long left = Math.max(deadlineNanos - System.nanoTime(), 0);
    return Duration.ofNanos(Math.min(left, DrainSubscriber.LONGEST.toNanos()));
  }

  /** The future, given up at the caller's timeout; others may go on waiting for it. */
  <R extends @Nullable Object> CompletableFuture<R> bounded(CompletableFuture<R> future) {
    if (future.isDone() || deadlineNanos == null) {
      return future;
    }
    long left = deadlineNanos - System.nanoTime();
    return future.copy().orTimeout(Math.max(left, 0), TimeUnit.NANOSECONDS);
  }

  /** What the caller gets for a failure of a future that waited for a credential. */
  static IOException failure(Throwable fault) {
    boolean timeout =
        fault instanceof TimeoutException || fault.getCause() instanceof TimeoutException;
    return timeout ? timedOut() : CredentialException.toThrow(fault);
  }

  private static HttpTimeoutException timedOut() {
    return new HttpTimeoutException("request timed out");
  }

  BodyHandler<T> handler() {
    return handler;
  }

  /** Where the caller's body handler runs if it cannot run on the client's own thread. */
  Executor executor() {
    return executor.orElseGet(new CompletableFuture<>()::defaultExecutor);
  }

  boolean refused(int status) {
    return rules.refused(status);
  }

  CompletableFuture<Boolean> renew(ResponseInfo info, boolean replayable) {
    HttpHeaders headers = info.headers();
    return rules.renew(info.statusCode(), headers::firstValue, replayable);
  }

  /** The request to which a response redirects this hop, or null if it is the caller's. */
  @Nullable HttpRequest redirected(ResponseInfo info, boolean replayable) throws IOException {
    return redirects.next(current, info, replayable);
  }

  /**
   * Goes on after an exchange whose response the caller does not get: to where it led, or again.
   */
  void proceed(
      ResponseInfo discarded,
      @Nullable HttpResponse<T> response,
      @Nullable HttpRequest redirected) {
    previous = DeliveredResponse.discarded(current, discarded, response, previous);
    if (redirected != null) {
      redirects.followed();
      current = redirected;
    }
  }

  HttpResponse<T> delivered(HttpResponse<T> response, T body) {
    return DeliveredResponse.of(current, response, body, previous);
  }

  HttpRequest current() {
    return current;
  }
}
