package dev.latchkey.jdk;

import java.io.IOException;
import java.net.http.HttpRequest;
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
final class Exchange<T extends @Nullable Object> implements BodyHandler<T> {
  private final HttpCall<T> call;
  private final HttpRequest request;
  private final @Nullable ReplayTracker body;

  // Written by a thread of the client's, read by the driver.
  private volatile @Nullable ResponseInfo discarded;
  private volatile @Nullable HttpRequest redirected;
  private volatile @Nullable IOException failure;

  Exchange(HttpCall<T> call, HttpRequest request, @Nullable ReplayTracker body) {
    this.call = call;
    this.request = request;
    this.body = body;
  }

  /** What goes on the wire, credentials included. */
  HttpRequest request() {
    return request;
  }

  /** Whether the response is not the caller's, so that how its body ended does not matter. */
  boolean isDiscarded() {
    return discarded != null;
  }

  /**
   * Whether another request is to follow, of which the call is told.
   *
   * @throws IOException if the response led to a failure of the call
   */
  boolean goesOn() throws IOException {
    if (failure != null) {
      throw failure;
    }
    ResponseInfo info = discarded;
    if (info == null) {
      return false;
    }
    call.proceed(info, redirected);
    return true;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo info) {
    if (!call.refused(info.statusCode())) {
      return notRefused(info);
    }
    CompletableFuture<Boolean> renewal = call.renew(info, isReplayable());
    if (!renewal.isDone()) {
      // This thread is the client's and must not wait; the body does.
      return new HeldSubscriber<>(
          call.bounded(renewal)
              .handleAsync((again, fault) -> renewed(info, again, fault), call.executor()));
    }
    boolean again;
    try {
      again = renewal.join();
    } catch (CompletionException e) {
      return renewed(info, false, e);
    }
    return renewed(info, again, null);
  }

  private BodySubscriber<T> renewed(ResponseInfo info, Boolean again, @Nullable Throwable fault) {
    if (fault != null) {
      return failed(info, HttpCall.failure(fault));
    }
    return again ? discard(info) : call.handler().apply(info);
  }

  private BodySubscriber<T> notRefused(ResponseInfo info) {
    try {
      redirected = call.redirected(info, isReplayable());
      return redirected == null ? call.handler().apply(info) : discard(info);
    } catch (IOException e) {
      return failed(info, e);
    }
  }

  private BodySubscriber<T> discard(ResponseInfo info) {
    discarded = info;
    return new DrainSubscriber<>(info);
  }

  private BodySubscriber<T> failed(ResponseInfo info, IOException why) {
    failure = why;
    return discard(info);
  }

  private boolean isReplayable() {
    return body == null || body.isReplayable();
  }
}
