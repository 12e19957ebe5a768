package dev.latchkey.jdk;

import dev.latchkey.AuthAttempt;
import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import dev.latchkey.RequestContent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of one call, over all of its requests, and what to send next. The drivers send. */
final class AuthenticatedCall<T extends @Nullable Object> {
  /** The message of a client with an Authenticator that does not pass on a refusal. */
  private static final String REFUSED_INSIDE =
      "WWW-Authenticate header missing for response code 401";

  /** No request follows: the caller gets the response, as nearly always. */
  private static final CompletableFuture<@Nullable HttpRequest> NONE =
      CompletableFuture.completedFuture(null);

  private final AuthCall rules;
  private final BodyHandler<T> handler;
  private final HttpClient client;
  private final Redirects redirects;
  private final Deadline deadline;
  private final PendingFuture pending;
  private final URI first;
  private final @Nullable RequestBody body;

  /** The body for schemes that read it, if it is in memory; null until a scheme reads it. */
  private volatile @Nullable RequestBody inMemory;

  /** The request of this hop as the caller would have written it; credentials are never in it. */
  private HttpRequest current;

  private @Nullable HttpResponse<T> previous;

  AuthenticatedCall(
      AuthCall rules,
      HttpRequest request,
      BodyHandler<T> handler,
      Redirect policy,
      HttpClient client,
      Lifecycle lifecycle) {
    this.rules = rules;
    this.current = immutable(request);
    this.handler = handler;
    this.client = client;
    this.redirects = new Redirects(policy);
    this.deadline = Deadline.after(request.timeout());
    this.pending = new PendingFuture(deadline, lifecycle);
    this.first = current.uri();
    this.body = RequestBody.of(current);
  }

  /**
   * Returns an immutable request. The JDK's own requests are immutable; a custom one may change
   * during the call.
   */
  private static HttpRequest immutable(HttpRequest request) {
    return request.getClass().getModule() == HttpRequest.class.getModule()
        ? request
        : HttpRequest.newBuilder(request, (name, value) -> true).build();
  }

  /** Begins the next request, and removes headers that it must not carry. */
  ResponseGate<T> begin() {
    URI target = RequestTarget.of(current.uri(), current.method());
    HttpHeaders headers = current.headers();
    AuthAttempt attempt = rules.attempt(new HopRequest(current, target, this));
    Set<String> removed = attempt.headersToRemove();
    if (!removed.isEmpty() && headers.map().keySet().stream().anyMatch(removed::contains)) {
      boolean ofProxy = ProxyRoute.isShared(client, first, target);
      current =
          HttpRequest.newBuilder(
                  current,
                  (name, value) ->
                      !removed.contains(name)
                          || (ofProxy && name.equalsIgnoreCase("Proxy-Authorization")))
              .build();
    }
    return new ResponseGate<>(this, attempt, target, pending.of(attempt.credential()));
  }

  private static Function<String, @Nullable String> header(HttpHeaders headers) {
    return name -> headers.firstValue(name).orElse(null);
  }

  /** Returns the body of the call's requests for schemes to read: always the same object. */
  synchronized @Nullable RequestContent content() {
    BodyPublisher publisher = current.bodyPublisher().orElse(null);
    if (body == null && inMemory == null && publisher != null) {
      inMemory = RequestBody.ofAny(publisher);
    }
    return body == null ? inMemory : body;
  }

  /**
   * Returns the current request as it is sent: with the credential, to a URI in its wire form.
   *
   * @param signed the content that a scheme read from the body; null if none did
   */
  HttpRequest sent(URI target, Credential credential, @Nullable RequestContent signed)
      throws IOException {
    BodyPublisher publisher = current.bodyPublisher().orElse(null);
    RequestBody sending = body == null && signed != null ? inMemory : body;
    if (sending != null && signed != null) {
      sending.sendSigned(signed);
    }
    return AuthorizedRequest.of(
        current,
        RequestTarget.with(credential, target, current.uri()),
        credential.headers(),
        deadline.remaining(),
        publisher == null || sending == null ? publisher : sending);
  }

  /** Returns the head of a response to follow and to show. */
  ResponseInfo shown(ResponseInfo received) {
    return ShownHead.of(received, rules);
  }

  /** Returns the request to send after a response; null if the caller gets the response. */
  CompletableFuture<@Nullable HttpRequest> next(AuthAttempt attempt, ResponseInfo info) {
    boolean replayable = isReplayable();
    CompletableFuture<Boolean> again =
        attempt.received(info.statusCode(), header(info.headers()), replayable);
    return again.isDone()
        ? next(again.join(), info, replayable)
        : pending.of(again).thenCompose(known -> next(known, info, replayable));
  }

  /**
   * Returns the request to send after a response to a request that the client sent again by itself;
   * null if the caller gets the response.
   */
  CompletableFuture<@Nullable HttpRequest> nextUnreported(ResponseInfo info) {
    return next(false, info, isReplayable());
  }

  private CompletableFuture<@Nullable HttpRequest> next(
      boolean again, ResponseInfo info, boolean replayable) {
    if (again) {
      return replayed(current);
    }
    try {
      HttpRequest next = redirects.follow(current, info, replayable);
      return next == null || next.bodyPublisher().isEmpty() ? known(next) : replayed(next);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Returns the request to send after an exchange that failed; null if the failure is final. A
   * client with an Authenticator fails if a refusal has no challenge.
   */
  CompletableFuture<@Nullable HttpRequest> nextAfterFault(AuthAttempt attempt, Throwable fault) {
    Throwable cause = Failures.unwrap(fault);
    boolean refused =
        cause instanceof IOException
            && REFUSED_INSIDE.equals(cause.getMessage())
            && client.authenticator().isPresent();
    return refused
        ? pending
            .of(attempt.received(401, name -> null, isReplayable()))
            .thenCompose(again -> again ? replayed(current) : known(null))
        : known(null);
  }

  private boolean isReplayable() {
    return body == null || body.mayBeReplayable();
  }

  /** Returns the request if its body can be sent again, else null. */
  private CompletableFuture<@Nullable HttpRequest> replayed(HttpRequest request) {
    return body == null
        ? known(request)
        : body.replay(longestDrain()).thenApply(can -> can ? request : null);
  }

  private static CompletableFuture<@Nullable HttpRequest> known(@Nullable HttpRequest next) {
    return next == null ? NONE : CompletableFuture.completedFuture(next);
  }

  /** Proceeds to the next request. */
  void proceed(Verdict.SendNext<T> next, @Nullable HttpResponse<T> response) {
    if (next.head != null) {
      previous = DeliveredResponse.discarded(current, next.head, response, previous);
    }
    current = next.request;
  }

  HttpResponse<T> delivered(HttpResponse<T> response, T body) {
    HttpHeaders headers = ShownHead.headers(response.headers(), rules);
    return DeliveredResponse.of(current, response, headers, body, previous);
  }

  /** Releases all that the call waits for. */
  void end() {
    pending.end();
    if (body != null) {
      body.release();
    }
    RequestBody sent = inMemory;
    if (sent != null) {
      sent.release();
    }
  }

  /** Returns the exception that the caller gets for a future that failed. */
  IOException failure(Throwable fault) {
    return pending.failure(fault);
  }

  /**
   * Returns the failure, with the response that was lost if the body that was sent again caused it.
   */
  Throwable explained(Throwable fault) {
    HttpResponse<T> lost = previous;
    if (lost == null || body == null || !body.hasFailedAgain()) {
      return fault;
    }
    return new IOException(
        "The request's body could not be sent again after the response "
            + lost.statusCode()
            + "; mark a body that can be read once with KeyringHttpClient.oneShot",
        Failures.unwrap(fault));
  }

  /** Returns how long to drain an unused body, limited by the caller's timeout. */
  Duration longestDrain() {
    return deadline.cut(DrainSubscriber.LONGEST);
  }

  BodyHandler<T> handler() {
    return handler;
  }

  /** Returns the executor for the caller's body handler if it cannot run on the client's thread. */
  Executor executor() {
    return client.executor().orElse(WorkerThreads::start);
  }

  HttpRequest current() {
    return current;
  }
}
