package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthAttempt;
import dev.latchkey.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request under way, with its response. When the head of the response has arrived, a {@link
 * Verdict} is made, once: the caller gets the response, or it is discarded and another request
 * follows, or the call fails.
 */
final class ResponseGate<T extends @Nullable Object> implements BodyHandler<T> {
  private static final CompletableFuture<Verdict<?>> DELIVERED =
      CompletableFuture.completedFuture(new Verdict.Deliver<>(null));

  private final AuthenticatedCall<T> call;
  private final AuthAttempt attempt;
  private final URI target;
  private final CompletableFuture<Credential> credential;

  /** Null until the response's head has arrived. */
  private volatile @Nullable CompletableFuture<Verdict<T>> verdict;

  private volatile boolean bodyRead;

  /**
   * @param target the URI of the request in its wire form
   * @param credential the credential of the attempt
   */
  ResponseGate(
      AuthenticatedCall<T> call,
      AuthAttempt attempt,
      URI target,
      CompletableFuture<Credential> credential) {
    this.call = call;
    this.attempt = attempt;
    this.target = target;
    this.credential = credential;
  }

  /** Returns the credential for the request. */
  CompletableFuture<Credential> credential() {
    return credential;
  }

  /** Returns the request as it is sent. */
  HttpRequest request(Credential credential) throws IOException {
    return call.sent(target, credential, attempt.content());
  }

  /**
   * Returns whether the client has read the body to its end, and may have reused the connection.
   */
  boolean isBodyRead() {
    return bodyRead;
  }

  /**
   * Returns the verdict after the exchange has ended.
   *
   * @param fault why the exchange failed; null if it did not
   */
  CompletableFuture<Verdict<T>> verdict(@Nullable Throwable fault) {
    CompletableFuture<Verdict<T>> ofHead = verdict;
    if (fault == null) {
      return ofHead == null ? delivered() : ofHead;
    }
    Throwable why = call.explained(fault);
    return ofHead == null
        ? call.nextAfterFault(attempt, fault)
            .handle((next, none) -> next == null ? new Verdict.Fail<>(why) : sendNext(next))
        : ofHead.thenApply(known -> known.butFailed(why));
  }

  private Verdict<T> sendNext(HttpRequest next) {
    return new Verdict.SendNext<>(next, null);
  }

  @SuppressWarnings("unchecked") // It holds nothing of the type.
  private static <T extends @Nullable Object> CompletableFuture<Verdict<T>> delivered() {
    return (CompletableFuture<Verdict<T>>) (CompletableFuture<?>) DELIVERED;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo received) {
    ResponseInfo info = call.shown(received);
    // If a client sends a request again by itself, there is more than one response to it.
    CompletableFuture<@Nullable HttpRequest> next =
        verdict == null ? call.next(attempt, info) : call.nextUnreported(info);
    if (!next.isDone()) {
      return deferred(next, info);
    }
    if (!next.isCompletedExceptionally() && next.join() == null) {
      verdict = delivered();
      return opened(info);
    }
    verdict = next.handle((request, fault) -> verdict(info, request, fault));
    return drain(info);
  }

  private Verdict<T> verdict(
      ResponseInfo info, @Nullable HttpRequest next, @Nullable Throwable fault) {
    if (fault != null) {
      return new Verdict.Fail<>(call.failure(fault));
    }
    return next == null ? new Verdict.Deliver<>(null) : new Verdict.SendNext<>(next, info);
  }

  /** Delays the body, because this thread is the client's and must not wait. */
  private BodySubscriber<T> deferred(
      CompletableFuture<@Nullable HttpRequest> next, ResponseInfo info) {
    CompletableFuture<Verdict<T>> made = new CompletableFuture<>();
    CompletableFuture<BodySubscriber<T>> reader = new CompletableFuture<>();
    DeferredSubscriber<T> body = new DeferredSubscriber<>(reader, this::bodyRead);
    verdict = made;
    var unused =
        next.whenComplete(
            (request, fault) -> {
              Verdict<T> known = verdict(info, request, fault);
              if (known instanceof Verdict.Deliver) {
                open(info, body, reader, made);
              } else {
                reader.complete(drain(info));
                made.complete(known);
              }
            });
    return body;
  }

  /** Runs the caller's handler, on another thread than the one that decided. */
  private void open(
      ResponseInfo info,
      DeferredSubscriber<T> body,
      CompletableFuture<BodySubscriber<T>> reader,
      CompletableFuture<Verdict<T>> made) {
    try {
      call.executor()
          .execute(
              () -> {
                try {
                  reader.complete(opened(info));
                  made.complete(new Verdict.Deliver<>(body));
                } catch (Throwable e) {
                  failed(info, e, reader, made);
                }
              });
    } catch (Throwable e) {
      failed(info, e, reader, made);
    }
  }

  /**
   * Handles any failure: a response that is not consumed, or a missing verdict, would be a hang.
   */
  private void failed(
      ResponseInfo info,
      Throwable why,
      CompletableFuture<BodySubscriber<T>> reader,
      CompletableFuture<Verdict<T>> made) {
    reader.complete(drain(info));
    made.complete(new Verdict.Fail<>(new CompletionException(why)));
  }

  private BodySubscriber<T> opened(ResponseInfo info) {
    // Checked here: without a subscriber, the client of Java 25 sometimes never ends the call.
    return requireNonNull(call.handler().apply(info), "the body handler gave no subscriber");
  }

  private BodySubscriber<T> drain(ResponseInfo info) {
    return new DrainSubscriber<>(info, call.longestDrain(), this::bodyRead);
  }

  private void bodyRead() {
    bodyRead = true;
  }
}
