package dev.latchkey.okhttp;

import static dev.latchkey.okhttp.CredentialHeaders.AUTHORIZATION;

import dev.latchkey.AuthAttempt;
import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.Map;
import okhttp3.CacheControl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Gets the credential before a connection is acquired, and sends a refused request once more. */
final class ApplicationInterceptor implements Interceptor {
  /** The status that OkHttp generates for a request that only the cache may answer. */
  private static final int NOT_CACHED = 504;

  private static final CacheControl NO_CACHE = new CacheControl.Builder().noCache().build();
  private static final CacheControl ONLY_IF_CACHED =
      new CacheControl.Builder().onlyIfCached().build();

  private final Keyring keyring;
  private final OriginUris uris;

  /** The object that it shares with its network half. */
  private final Object owner;

  private final boolean hasNetworkHalf;

  ApplicationInterceptor(Keyring keyring, Object owner, boolean hasNetworkHalf) {
    this.keyring = keyring;
    this.uris = new OriginUris(keyring);
    this.owner = owner;
    this.hasNetworkHalf = hasNetworkHalf;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (chain.connection() != null) {
      throw new IOException(
          "This interceptor must be an application interceptor; add it with addInterceptor");
    }
    CallState state = new CallState(owner, keyring.newCall(), uris, chain.request());
    if (!state.begin(chain.call())) {
      throw Installation.twice();
    }
    try {
      Response response = send(state, chain);
      return state.first.content() == null ? response : ContentBody.restored(response);
    } finally {
      state.end(chain.call());
    }
  }

  private Response send(CallState state, Chain chain) throws IOException {
    Request request = chain.request();
    boolean attachesHere = !hasNetworkHalf || isWebSocket(request);
    AuthAttempt attempt = state.first;
    @Nullable Response prior = null;
    while (true) {
      Response response =
          attachesHere
              ? attachAndProceed(attempt, request, state, chain)
              : prepareAndProceed(attempt, request, state, chain);
      request = ContentBody.in(request, attempt.content());
      Response whole = prior == null ? response : PriorResponses.join(response, prior);
      Hop hop = state.takeUnreported();
      if (hop == null) {
        // Nothing was sent: the cache or another interceptor answered.
        return whole;
      }
      if (!report(hop, request, response, state, chain)) {
        return whole;
      }
      request = ResentRequest.of(request, hop.request, response, state.trail.followed());
      response.close();
      prior = whole;
      state.bodyLength.sendAgain();
      if (state.unseenHops) {
        // From here on, the network half must see each hop.
        request = ResentRequest.withDirective(request, NO_CACHE);
      }
      state.trail.restart(request, state.unseenHops);
      attempt = state.attempt(request);
    }
  }

  /** Reports the response; returns whether to send the request again. */
  private static boolean report(
      Hop hop, Request request, Response response, CallState state, Chain chain)
      throws IOException {
    boolean replayable =
        // A later interceptor may have handled the server's response.
        response.code() == hop.status
            && ResentRequest.isReplayable(request, hop.request)
            && !state.bodyLength.isCutOff()
            && (!state.unseenHops || ResentRequest.isWithinOrigin(chain.request().url(), response));
    try {
      return AuthCall.await(hop.received(replayable), chain.call()::isCanceled);
    } catch (Throwable e) {
      response.close();
      throw e;
    }
  }

  private Response prepareAndProceed(
      AuthAttempt attempt, Request request, CallState state, Chain chain) throws IOException {
    if (!isOnlyIfCached(request)) {
      try {
        AuthCall.await(attempt.prepare(), chain.call()::isCanceled);
      } catch (CredentialException e) {
        return cachedOr(e, request, chain);
      }
    }
    Response response = chain.proceed(ContentBody.in(request, attempt.content()));
    if (!state.networkSeen && Installation.lacksNetworkHalf(keyring, request, response)) {
      response.close();
      throw Installation.byHalf();
    }
    return response;
  }

  /**
   * Returns a cached response, which needs no credential. If there is none, the call fails before a
   * connection is made.
   */
  private static Response cachedOr(CredentialException failure, Request request, Chain chain)
      throws IOException {
    Response response = chain.proceed(ResentRequest.withDirective(request, ONLY_IF_CACHED));
    if (response.code() == NOT_CACHED && response.cacheResponse() == null) {
      response.close();
      throw failure;
    }
    return PriorResponses.withRequests(
        response, sent -> ResentRequest.withDirectivesOf(request, sent));
  }

  /**
   * Adds the credential if there is no network half to do so; then only Authorization is allowed.
   */
  private static Response attachAndProceed(
      AuthAttempt attempt, Request request, CallState state, Chain chain) throws IOException {
    Credential credential = AuthCall.await(attempt.credential(), chain.call()::isCanceled);
    if (!credential.query().isEmpty()) {
      throw new IOException(
          "OkHttp would show the query parameters "
              + credential.query().keySet()
              + " in the URL: a WebSocket is authenticated by Authorization only, and so is a call by"
              + " an application interceptor alone");
    }
    Map<String, String> headers = credential.headers();
    Request stripped =
        ContentBody.in(
            CredentialHeaders.remove(attempt.headersToRemove(), state.callersHeaders, request),
            attempt.content());
    if (headers.isEmpty()) {
      return chain.proceed(stripped);
    }
    if (!CredentialHeaders.isAuthorization(headers.keySet())) {
      throw new IOException(
          "OkHttp would carry the headers "
              + headers.keySet()
              + " along on a redirect elsewhere: a WebSocket is authenticated by Authorization only");
    }
    String value = headers.values().iterator().next();
    state.attached = value;
    Response response = chain.proceed(CredentialHeaders.attach(headers, stripped));
    if (!state.networkSeen) {
      noteAnswer(attempt, value, response, state);
    }
    return CredentialHeaders.withoutAuthorization(value, response);
  }

  /** Records the last request that carried the value, as far as the response shows. */
  private static void noteAnswer(
      AuthAttempt attempt, String value, Response response, CallState state) {
    for (Response each = response; each != null; each = each.priorResponse()) {
      Response network = each.networkResponse();
      if (network != null && value.equals(network.request().header(AUTHORIZATION))) {
        state.answered(attempt, network.request(), each);
        if (each != response) {
          // OkHttp followed a redirect, or an authenticator set another value.
          state.reportAsPassed();
        }
        return;
      }
    }
  }

  private static boolean isWebSocket(Request request) {
    return "websocket".equalsIgnoreCase(request.header("Upgrade"));
  }

  private static boolean isOnlyIfCached(Request request) {
    return request.header("Cache-Control") != null && request.cacheControl().onlyIfCached();
  }
}
