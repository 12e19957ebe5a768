package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one call, for authors of adapters: which of its requests get a credential, and when
 * a refusal is followed by a retry. It does no HTTP itself. An adapter is one loop, in which every
 * request has an {@link AuthAttempt}:
 *
 * <pre>{@code
 * AuthCall call = keyring.newCall();
 * while (true) {
 *   AuthAttempt attempt = call.attempt(outgoing(request));
 *   attempt.headersToRemove().forEach(request::removeHeader);
 *   Credential credential = AuthCall.await(attempt.credential(), isCancelled);
 *   credential.headers().forEach(request::setHeader);
 *   if (attempt.content() != null) {
 *     request.setBody(attempt.content());
 *   }
 *   response = send(request, credential.appendTo(request.uri().toString()));
 *   response.replaceHeader("Location", call::location);
 *   if (!AuthCall.await(attempt.received(response.status(), response::header, isReplayable), isCancelled)) {
 *     return response;
 *   }
 *   response.close();
 * }
 * }</pre>
 *
 * <p>The rules:
 *
 * <ul>
 *   <li>If the caller set a header or query parameter that the scheme would set, the keyring adds
 *       nothing to any request of the call and retries nothing.
 *   <li>The origin of the first request decides. Only requests to it, or to an origin that was
 *       added with the same scheme object, get credentials. After a request to any other origin, no
 *       later request of the call gets one.
 *   <li>A request to another origin loses the headers that the caller set for the first. Headers
 *       that the scheme of the first origin consumes leave no request.
 *   <li>A refusal is followed by one retry per call, if the request can be sent again and another
 *       credential is available.
 * </ul>
 *
 * <p>Not safe for use by several threads at once.
 */
public final class AuthCall {
  private final AuthCallState state;

  AuthCall(KeyringOrigins origins) {
    this.state = new AuthCallState(origins);
  }

  /**
   * Starts an attempt at a request: the call's first, the target of a redirect, or one that is sent
   * again. Schemes that sign a body, or all headers, cannot do so; for them see {@link
   * #attempt(OutgoingRequest)}.
   *
   * @param uri absolute; {@code ws} and {@code wss} count as {@code http} and {@code https}
   * @param header returns the first value of a request header by its name in any case, or null; for
   *     the first request, of the headers that the caller set. It may be called on any thread while
   *     the attempt waits for a credential.
   */
  public AuthAttempt attempt(String method, URI uri, Function<String, @Nullable String> header) {
    requireNonNull(uri, "uri");
    return attempt(new RequestHead(method, uri, header), state.origins.get(uri), false);
  }

  /**
   * Starts an attempt at a request of which the adapter tells all, so that schemes can sign its
   * body and its headers as a whole: the call's first, the target of a redirect, or one that is
   * sent again. When it has its credential, {@link AuthAttempt#content()} tells whether to send
   * something else in place of its body.
   */
  public AuthAttempt attempt(OutgoingRequest request) {
    return attempt(new RequestHead(request), find(request), false);
  }

  /**
   * Starts an attempt at a request to which redirects may have led that the adapter did not see,
   * such as those that a cache answered. It gets no credential and loses what the caller set for
   * the first origin, and so does every later request of the call, until a response is refused and
   * {@link AuthAttempt#received} is told that the request can be sent again: there, {@code
   * replayable} also says that all requests of the call so far went to its first origin.
   */
  public AuthAttempt attemptAfterUnseen(OutgoingRequest request) {
    return attempt(new RequestHead(request), find(request), true);
  }

  private @Nullable KeyringOrigin find(OutgoingRequest request) {
    Origin origin = request.origin();
    return origin == null ? state.origins.get(request.uri()) : state.origins.get(origin);
  }

  private AuthAttempt attempt(
      RequestHead request, @Nullable KeyringOrigin here, boolean afterUnseen) {
    RequestHead whole = state.withConsumed(request, here);
    return new AuthAttempt(state, whole, state.begin(whole, here, afterUnseen));
  }

  /**
   * Returns the value of a response's {@code Location} header as it is to be followed, cached and
   * shown: without the query credentials that the call's requests carried. A server that redirects
   * often repeats the query of the request.
   *
   * @param location the value as it came, a URL or a relative reference
   */
  public String location(String location) {
    return state.location(requireNonNull(location, "location"));
  }

  /**
   * Waits for a future of an {@link AuthAttempt}. If the caller stops waiting, the future is
   * cancelled; other calls that wait for the same credential go on.
   *
   * @param cancelled whether the call was cancelled; asked about every 25 ms, on another thread
   * @throws CredentialException if no credential is available
   * @throws InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if the call is cancelled
   */
  public static <T> T await(CompletableFuture<T> future, BooleanSupplier cancelled)
      throws IOException {
    return CancelWatch.await(future, cancelled);
  }

  /**
   * Runs a task after a delay, on a daemon thread that serves all keyrings, ends when it is idle
   * and inherits nothing from the thread that started it. The task must be short.
   *
   * @return cancels the task
   */
  public static Future<?> schedule(Runnable task, Duration delay) {
    return KeyringTimer.schedule(task, delay);
  }

  /** Nothing of the request, which may hold secrets. */
  @Override
  public String toString() {
    return "AuthCall";
  }
}
