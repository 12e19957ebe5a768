package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Credential;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call's requests with {@link HttpClient#sendAsync}, one after the other, without blocking.
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
    try {
      ResponseGate<T> gate = call.begin();
      future.whenKnown(
          gate.credential(),
          (credential, fault) -> {
            if (fault == null) {
              send(gate, credential);
            } else {
              future.fail(call.failure(fault));
            }
          });
    } catch (Throwable e) {
      future.fail(e);
    }
  }

  private void send(ResponseGate<T> gate, Credential credential) {
    try {
      CompletableFuture<HttpResponse<T>> sent =
          client.sendAsync(gate.request(credential), gate, pushPromises());
      future.running(sent, gate::isBodyRead);
      var unused = sent.whenComplete((response, fault) -> sent(gate, response, fault));
    } catch (Throwable e) {
      future.fail(e);
    }
  }

  private void sent(
      ResponseGate<T> gate, @Nullable HttpResponse<T> response, @Nullable Throwable fault) {
    future.running(null, () -> true);
    try {
      future.whenKnown(
          gate.verdict(fault),
          (verdict, none) -> {
            if (verdict instanceof Verdict.SendNext<T> next) {
              call.proceed(next, response);
              run();
            } else if (verdict instanceof Verdict.Deliver<T> delivery) {
              deliver(delivery, requireNonNull(response, "the client gave no response"));
            } else if (verdict instanceof Verdict.Fail<T> failure) {
              future.fail(failure.why);
            }
          });
    } catch (Throwable e) {
      future.fail(e);
    }
  }

  private void deliver(Verdict.Deliver<T> delivery, HttpResponse<T> response) {
    if (delivery.body == null) {
      future.complete(call.delivered(response, response.body()));
    } else {
      var unused =
          delivery
              .body
              .body()
              .thenApply(body -> call.delivered(response, body))
              .whenComplete(future::settle);
    }
  }

  /** Returns the caller's handler, which gets the request as the caller wrote it. */
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
