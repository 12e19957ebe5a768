package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. When the head of the response is there, it is decided once what
 * becomes of it: it is the caller's, or it is thrown away and another request follows.
 */
final class ResponseGate<T extends @Nullable Object> implements BodyHandler<T> {
  private final AuthenticatedCall<T> call;
  private final HttpRequest request;
  private final @Nullable ReplayTracker body;

  // Written by a thread of the client's, read by the driver.
  private volatile CompletableFuture<@Nullable Void> decision =
      CompletableFuture.completedFuture(null);
  private volatile @Nullable DeferredSubscriber<T> held;
  private volatile @Nullable ResponseInfo discarded;
  private volatile @Nullable HttpRequest redirected;
  private volatile @Nullable IOException failure;
  private volatile @Nullable RuntimeException handlerFailure;

  ResponseGate(AuthenticatedCall<T> call, HttpRequest request, @Nullable ReplayTracker body) {
    this.call = call;
    this.request = request;
    this.body = body;
  }

  /** What goes on the wire, credentials included. */
  HttpRequest request() {
    return request;
  }

  /**
   * Done, unless a refusal waits for it to be known whether there is another credential. A
   * connection may break meanwhile; what follows from that can only be told then.
   */
  CompletableFuture<@Nullable Void> decision() {
    return decision;
  }

  /** Whether the response is not the caller's, so that how its body ended does not matter. */
  boolean isDiscarded() {
    return discarded != null;
  }

  /** The caller's body, which may end after the exchange if it was not known to be his. */
  CompletableFuture<T> body(HttpResponse<T> response) {
    DeferredSubscriber<T> subscriber = held;
    return subscriber == null
        ? CompletableFuture.completedFuture(response.body())
        : subscriber.body();
  }

  /**
   * Whether another request is to follow, of which the call is told.
   *
   * @param response what the client gave; null if the body that nobody wants did not end well
   * @throws IOException if the response led to a failure of the call
   * @throws RuntimeException if the caller's handler threw it
   */
  boolean goesOn(@Nullable HttpResponse<T> response) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (handlerFailure != null) {
      throw handlerFailure;
    }
    ResponseInfo info = discarded;
    if (info == null) {
      return false;
    }
    call.proceed(info, response, redirected);
    return true;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo info) {
    if (!call.refused(info.statusCode())) {
      return notRefused(info);
    }
    CompletableFuture<@Nullable Void> pending = new CompletableFuture<>();
    decision = pending;
    try {
      CompletableFuture<Boolean> renewal = call.renew(info, isReplayable());
      if (!renewal.isDone()) {
        return heldUntil(renewal, info, pending);
      }
      BodySubscriber<T> subscriber = renewed(info, renewal);
      pending.complete(null);
      return subscriber;
    } catch (RuntimeException e) {
      pending.complete(null);
      throw e;
    }
  }

  /** This thread is the client's and must not wait; the body does. */
  private BodySubscriber<T> heldUntil(
      CompletableFuture<Boolean> renewal,
      ResponseInfo info,
      CompletableFuture<@Nullable Void> pending) {
    CompletableFuture<BodySubscriber<T>> later =
        call.bounded(renewal)
            .handleAsync((again, fault) -> renewedLater(info, again, fault), call.executor());
    var unused = later.whenComplete((subscriber, fault) -> pending.complete(null));
    DeferredSubscriber<T> subscriber = new DeferredSubscriber<>(later);
    held = subscriber;
    return subscriber;
  }

  private BodySubscriber<T> renewed(ResponseInfo info, CompletableFuture<Boolean> renewal) {
    boolean again;
    try {
      again = renewal.join();
    } catch (CompletionException e) {
      return renewed(info, false, e);
    }
    return renewed(info, again, null);
  }

  /** The client, which waits for the body only, would tell a handler's failure in its own way. */
  private BodySubscriber<T> renewedLater(
      ResponseInfo info, Boolean again, @Nullable Throwable fault) {
    try {
      return renewed(info, again, fault);
    } catch (RuntimeException e) {
      handlerFailure = e;
      return discard(info);
    }
  }

  private BodySubscriber<T> renewed(ResponseInfo info, Boolean again, @Nullable Throwable fault) {
    if (fault != null) {
      return failed(info, AuthenticatedCall.failure(fault));
    }
    return again ? discard(info) : deliver(info);
  }

  private BodySubscriber<T> notRefused(ResponseInfo info) {
    try {
      redirected = call.redirected(info, isReplayable());
      return redirected == null ? deliver(info) : discard(info);
    } catch (IOException e) {
      return failed(info, e);
    }
  }

  private BodySubscriber<T> deliver(ResponseInfo info) {
    // Checked here: of no subscriber the client of Java 25 at times never ends the call.
    return requireNonNull(call.handler().apply(info), "the body handler gave no subscriber");
  }

  private BodySubscriber<T> discard(ResponseInfo info) {
    discarded = info;
    return new DrainSubscriber<>(info, call.longestDrain());
  }

  private BodySubscriber<T> failed(ResponseInfo info, IOException why) {
    failure = why;
    return discard(info);
  }

  private boolean isReplayable() {
    return body == null || body.isReplayable();
  }
}
