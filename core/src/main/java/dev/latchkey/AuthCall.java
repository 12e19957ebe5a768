package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one call, for authors of adapters: which of its requests get a credential, and when
 * a refusal is followed by a retry. It does no HTTP itself. An adapter is one loop, in which every
 * request has an {@link AuthAttempt}:
 *
 * <pre>{@code
 * AuthCall call = keyring.newCall();
 * while (true) {
 *   AuthAttempt attempt = call.attempt(request.method(), request.uri(), request::header);
 *   attempt.headersToRemove().forEach(request::removeHeader);
 *   AuthCall.await(attempt.credential(), isCancelled).headers().forEach(request::setHeader);
 *   response = send(request);
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
 *   <li>If the caller set a header that the scheme would set, the keyring adds nothing to any
 *       request of the call and retries nothing.
 *   <li>The origin of the first request decides. Only requests to it, or to an origin that was
 *       added with the same scheme object, get credentials. After a request to any other origin, no
 *       later request of the call gets one.
 *   <li>A request to another origin loses the headers that the caller set for the first.
 *   <li>A refusal is followed by one retry per call, if the request can be sent again and another
 *       credential is available.
 * </ul>
 *
 * <p>Not safe for use by several threads at once.
 */
public final class AuthCall {
  /** Headers that a caller sets for one origin and that no other origin may see. */
  private static final Set<String> BOUND_TO_ORIGIN =
      Set.of("Authorization", "Cookie", "Proxy-Authorization");

  private final Keyring keyring;
  private @Nullable RequestHead first;

  /** The scheme of the first origin; null if the call gets no credentials. */
  private @Nullable AuthScheme scheme;

  /** The header names that the caller is known not to have set. */
  private Set<String> checkedNames = Set.of();

  private boolean leftOrigin;

  /** Whether requests may have gone elsewhere that the adapter did not see. */
  private boolean unseen;

  private boolean retried;

  /** The credential of the retry; null if there was no retry, or one with any credential. */
  private @Nullable CachedCredential retriedWith;

  /** A credential that an attempt got and that no request has carried yet. */
  private @Nullable Ready ready;

  /** A credential with the request that it suits. */
  private record Ready(CachedCredential credential, KeyringOrigin origin, RequestHead request) {
    boolean suits(@Nullable KeyringOrigin to, RequestHead next) {
      return to == origin && credential.vary.agree(request, next);
    }
  }

  AuthCall(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * Starts an attempt at a request: the call's first, the target of a redirect, or one that is sent
   * again.
   *
   * @param uri absolute; {@code ws} and {@code wss} count as {@code http} and {@code https}
   * @param header returns the first value of a request header by its name in any case, or null; for
   *     the first request, of the headers that the caller set. It may be called on any thread while
   *     the attempt waits for a credential.
   */
  public AuthAttempt attempt(String method, URI uri, Function<String, @Nullable String> header) {
    requireNonNull(uri, "uri");
    return attempt(new RequestHead(method, uri, header), keyring.origin(uri), false);
  }

  /**
   * Starts an attempt like {@link #attempt(String, URI, Function)}, for clients that have URLs of
   * another type. The {@link URI} is made only if the scheme reads it.
   *
   * @param origin the origin of the URI
   * @param uri returns the absolute URI; it may be called several times, on any thread
   */
  public AuthAttempt attempt(
      String method, Origin origin, Supplier<URI> uri, Function<String, @Nullable String> header) {
    return attempt(
        new RequestHead(method, requireNonNull(origin, "origin"), uri, header),
        keyring.origin(origin),
        false);
  }

  /**
   * Starts an attempt at a request to which redirects may have led that the adapter did not see,
   * such as those that a cache answered. It gets no credential and loses what the caller set for
   * the first origin, and so does every later request of the call, until a response is refused and
   * {@link AuthAttempt#received} is told that the request can be sent again: there, {@code
   * replayable} also says that all requests of the call so far went to its first origin.
   *
   * @param origin the origin of the URI
   * @param uri returns the absolute URI; it may be called several times, on any thread
   */
  public AuthAttempt attemptAfterUnseen(
      String method, Origin origin, Supplier<URI> uri, Function<String, @Nullable String> header) {
    return attempt(
        new RequestHead(method, requireNonNull(origin, "origin"), uri, header),
        keyring.origin(origin),
        true);
  }

  private AuthAttempt attempt(RequestHead next, @Nullable KeyringOrigin here, boolean afterUnseen) {
    unseen |= afterUnseen;
    if (first == null) {
      return firstAttempt(next, here);
    }
    boolean elsewhere = !first.hasSameOrigin(next);
    boolean sameScheme = here != null && here.scheme == scheme;
    leftOrigin |= elsewhere && !sameScheme;
    KeyringOrigin to = leftOrigin || !sameScheme ? null : here;
    return new AuthAttempt(this, next, to, elsewhere || leftOrigin || unseen);
  }

  private AuthAttempt firstAttempt(RequestHead next, @Nullable KeyringOrigin here) {
    first = next;
    if (here != null) {
      checkedNames = here.headerNames();
      scheme = here.scheme;
      if (isSetByCaller(here, checkedNames)) {
        scheme = null;
      }
    }
    return new AuthAttempt(this, next, scheme == null ? null : here, unseen);
  }

  /** Whether the caller set one of the headers, of which the listener is told. */
  private boolean isSetByCaller(KeyringOrigin origin, Set<String> names) {
    RequestHead callers = requireNonNull(first);
    for (String name : names) {
      if (callers.header(name) != null) {
        origin.listener().callersCredential(origin.origin, name);
        return true;
      }
    }
    return false;
  }

  /** The credential that an attempt may use without asking for one, which it then owns; or null. */
  @Nullable CachedCredential takeReady(@Nullable KeyringOrigin to, RequestHead next) {
    Ready known = ready;
    ready = null;
    return known != null && known.suits(to, next) ? known.credential : null;
  }

  void keepReady(CachedCredential credential, KeyringOrigin origin, RequestHead request) {
    ready = new Ready(credential, origin, request);
  }

  /**
   * Whether the caller set a header of the credential. Told of each credential, because a scheme
   * may not name its headers beforehand.
   */
  boolean isCallers(KeyringOrigin to, CachedCredential credential) {
    if (checkedNames.equals(to.headerNames())
        || !isSetByCaller(to, credential.credential.headers().keySet())) {
      return false;
    }
    scheme = null;
    return true;
  }

  boolean hasRetried() {
    return retried;
  }

  boolean hasUnseen() {
    return unseen;
  }

  boolean isRetriedWith(CachedCredential credential) {
    return credential == retriedWith;
  }

  /** The one retry of the call begins; the adapter has answered for what it did not see. */
  void retry(@Nullable CachedCredential with) {
    retried = true;
    retriedWith = with;
    unseen = false;
  }

  Keyring keyring() {
    return keyring;
  }

  /** The names of all headers that are bound to an origin; ignores case. */
  Set<String> boundHeaders() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(BOUND_TO_ORIGIN);
    keyring.headerNames().values().forEach(names::addAll);
    return names;
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
