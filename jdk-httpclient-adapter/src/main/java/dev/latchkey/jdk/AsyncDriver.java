package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call's exchanges by {@link HttpClient#sendAsync}, one after the other, blocking nobody.
 */
final class AsyncDriver<T extends @Nullable Object> {
  private final AuthenticatedCall<T> call;
  private final HttpClient client;
  private final @Nullable PushPromiseHandler<T> pushPromises;
  private final CallFuture<HttpResponse<T>> future;

  AsyncDriver(
      AuthenticatedCall<T> call,
      HttpClient client,
      @Nullable PushPromiseHandler<T> pushPromises,
      CallFuture<HttpResponse<T>> future) {
    this.call = call;
    this.client = client;
    this.pushPromises = pushPromises;
    this.future = future;
  }

  void run() {
    if (future.isDone()) {
      return;
    }
    try {
      CompletableFuture<Map<String, String>> headers = call.bounded(call.headers());
      // What the caller does with the future is not for the keyring's threads, nor for a timer's.
      var unused =
          headers.isDone()
              ? headers.whenComplete(this::send)
              : headers.whenCompleteAsync(this::send);
    } catch (RuntimeException e) {
      future.fail(e);
    }
  }

  private void send(@Nullable Map<String, String> headers, @Nullable Throwable fault) {
    if (headers == null) {
      future.fail(AuthenticatedCall.failure(requireNonNull(fault)));
    } else {
      send(headers);
    }
  }

  private void send(Map<String, String> headers) {
    if (future.isDone()) {
      return;
    }
    try {
      ResponseGate<T> exchange = call.exchange(headers);
      CompletableFuture<HttpResponse<T>> sent =
          client.sendAsync(exchange.request(), exchange, pushPromises());
      future.running(sent);
      var unused = sent.whenComplete((response, fault) -> sent(exchange, response, fault));
    } catch (IOException | RuntimeException e) {
      future.fail(e);
    }
  }

  private void sent(
      ResponseGate<T> exchange, @Nullable HttpResponse<T> response, @Nullable Throwable fault) {
    future.running(null);
    CompletableFuture<@Nullable Void> decision = exchange.decision();
    if (!decision.isDone()) {
      var unused = decision.whenComplete((done, none) -> sent(exchange, response, fault));
      return;
    }
    try {
      if (fault != null && !exchange.isDiscarded()) {
        future.fail(fault);
      } else if (exchange.goesOn(response)) {
        run();
      } else if (response != null) {
        deliver(exchange, response);
      }
    } catch (IOException | RuntimeException e) {
      future.fail(e);
    }
  }

  private void deliver(ResponseGate<T> exchange, HttpResponse<T> response) {
    var unused =
        exchange
            .body(response)
            .thenApply(body -> call.delivered(response, body))
            .whenComplete(future::settle);
  }

  /** The caller's handler, told the request as he made it. */
  private @Nullable PushPromiseHandler<T> pushPromises() {
    PushPromiseHandler<T> callers = pushPromises;
    HttpRequest request = call.current();
    return callers == null
        ? null
        : (HttpRequest initiating,
            HttpRequest pushed,
            Function<BodyHandler<T>, CompletableFuture<HttpResponse<T>>> acceptor) ->
            callers.applyPushPromise(request, pushed, acceptor);
  }
}
