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
 * Applies the rules of one call, for authors of adapters: which of its requests get a credential,
 * and when a refusal is followed by a retry. It does no HTTP itself. An adapter is one loop, in
 * which every request has an {@link AuthAttempt}:
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
 *       that the scheme of the first origin consumes are never sent.
 *   <li>A refusal is followed by one retry per call, if the request can be sent again and another
 *       credential is available.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class AuthCall {
  private final AuthCallState state;

  AuthCall(KeyringOrigins origins) {
    this.state = new AuthCallState(origins);
  }

  /**
   * Starts an attempt at a request: the call's first, the target of a redirect, or one that is sent
   * again. Schemes cannot sign its body or all of its headers; for those, use {@link
   * #attempt(OutgoingRequest)}.
   *
   * @param uri absolute; {@code ws} and {@code wss} count as {@code http} and {@code https}
   * @param header returns the first value of a request header, whose name may be in any case, or
   *     null; for the first request, of the headers that the caller set. It may be called on any
   *     thread while the attempt waits for a credential.
   */
  public AuthAttempt attempt(String method, URI uri, Function<String, @Nullable String> header) {
    requireNonNull(uri, "uri");
    return attempt(new RequestHead(method, uri, header), state.origins.get(uri), false);
  }

  /**
   * Starts an attempt at a request that the adapter describes in full, so that schemes can sign its
   * body and all of its headers: the call's first, the target of a redirect, or one that is sent
   * again. After the attempt got its credential, {@link AuthAttempt#content()} returns what to send
   * in place of the body, if anything.
   */
  public AuthAttempt attempt(OutgoingRequest request) {
    return attempt(new RequestHead(request), find(request), false);
  }

  /**
   * Starts an attempt at a request that may be the target of redirects that the adapter did not
   * see, such as those answered by a cache. It gets no credential and loses the headers that the
   * caller set for the first origin. So does every later request of the call, until a response is a
   * refusal and {@code replayable} of {@link AuthAttempt#received} is true. There, {@code
   * replayable} also means that all requests of the call so far went to its first origin.
   */
  public AuthAttempt attemptAfterUnseen(OutgoingRequest request) {
    return attempt(new RequestHead(request), find(request), true);
  }

  private @Nullable KeyringOrigin find(OutgoingRequest request) {
    Origin origin = request.origin();
    return origin == null ? state.origins.get(request.uri()) : state.find(origin);
  }

  private AuthAttempt attempt(
      RequestHead request, @Nullable KeyringOrigin here, boolean afterUnseen) {
    RequestHead whole = state.withConsumed(request, here);
    return new AuthAttempt(state, whole, state.begin(whole, here, afterUnseen));
  }

  /**
   * Returns the value of a response's {@code Location} header without the query credentials that
   * the call's requests carried. Follow, cache and show this value instead: servers that redirect
   * often repeat the query of the request.
   *
   * @param location the value as received, a URL or a relative reference
   */
  public String location(String location) {
    return state.location(requireNonNull(location, "location"));
  }

  /**
   * Waits for a future of an {@link AuthAttempt}, and returns its result. If the caller stops
   * waiting, the future is cancelled; other calls that wait for the same credential are not
   * affected.
   *
   * @param cancelled returns whether the call was cancelled; called about every 25 ms, on another
   *     thread
   * @throws CredentialException if no credential is available
   * @throws InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if the call is cancelled
   */
  public static <T> T await(CompletableFuture<T> future, BooleanSupplier cancelled)
      throws IOException {
    return CancelWatch.await(future, cancelled);
  }

  /**
   * Runs a task after a delay, on a daemon thread that all keyrings share. The thread ends when it
   * is idle, and inherits nothing from the thread that started it. The task must be short.
   *
   * @return a future that cancels the task
   */
  public static Future<?> schedule(Runnable task, Duration delay) {
    return KeyringTimer.schedule(task, delay);
  }

  /** Returns the class name only, because the request may hold secrets. */
  @Override
  public String toString() {
    return "AuthCall";
  }
}
