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

/**
 * One call, over as many requests as it takes: where it stands, and what is to be sent next. The
 * drivers do the sending.
 */
final class AuthenticatedCall<T extends @Nullable Object> {
  /** Says that the client kept a refusal to itself, as it does if it has an Authenticator. */
  private static final String REFUSED_INSIDE =
      "WWW-Authenticate header missing for response code 401";

  /** No request follows: the response is the caller's, as nearly all are. */
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

  /** The body for schemes that read it, if it is in memory; null until one does. */
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

  /** The JDK's own requests are; a custom one may change while the call lasts. */
  private static HttpRequest immutable(HttpRequest request) {
    return request.getClass().getModule() == HttpRequest.class.getModule()
        ? request
        : HttpRequest.newBuilder(request, (name, value) -> true).build();
  }

  /** Begins the next request, and takes off it what it must not carry. */
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

  /** Returns the body of the call's requests as schemes read it: always the same. */
  synchronized @Nullable RequestContent content() {
    BodyPublisher publisher = current.bodyPublisher().orElse(null);
    if (body == null && inMemory == null && publisher != null) {
      inMemory = RequestBody.ofAny(publisher);
    }
    return body == null ? inMemory : body;
  }

  /**
   * Returns the current request as it is sent: with the credential, to a URI as it is written.
   *
   * @param signed what a scheme read of the body; null if none did
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

  /** Returns the head of a response as it is followed and shown. */
  ResponseInfo shown(ResponseInfo received) {
    return ShownHead.of(received, rules);
  }

  /** The request to send after a response; null if the response is the caller's. */
  CompletableFuture<@Nullable HttpRequest> next(AuthAttempt attempt, ResponseInfo info) {
    boolean replayable = isReplayable();
    CompletableFuture<Boolean> again =
        attempt.received(info.statusCode(), header(info.headers()), replayable);
    return again.isDone()
        ? next(again.join(), info, replayable)
        : pending.of(again).thenCompose(known -> next(known, info, replayable));
  }

  /** Returns the same of a response to a request that the client sent again by itself. */
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
   * The request to send after an exchange that failed; null if it failed for good. A client with an
   * Authenticator fails if a refusal names no challenge.
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

  /** The request if its body can be sent again, else null. */
  private CompletableFuture<@Nullable HttpRequest> replayed(HttpRequest request) {
    return body == null
        ? known(request)
        : body.replay(longestDrain()).thenApply(can -> can ? request : null);
  }

  private static CompletableFuture<@Nullable HttpRequest> known(@Nullable HttpRequest next) {
    return next == null ? NONE : CompletableFuture.completedFuture(next);
  }

  /** Goes on to the next request. */
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

  /** Lets go of all that the call waits for. */
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

  /** What the caller gets for a future that failed. */
  IOException failure(Throwable fault) {
    return pending.failure(fault);
  }

  /** Names the response that was lost if the exchange failed because of the body sent again. */
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

  /** How long a body that nobody wants may take, without keeping the caller past his timeout. */
  Duration longestDrain() {
    return deadline.cut(DrainSubscriber.LONGEST);
  }

  BodyHandler<T> handler() {
    return handler;
  }

  /** Where the caller's body handler runs if it cannot run on the client's own thread. */
  Executor executor() {
    return client.executor().orElse(WorkerThreads::start);
  }

  HttpRequest current() {
    return current;
  }
}
