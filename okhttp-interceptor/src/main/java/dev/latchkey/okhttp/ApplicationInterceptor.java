package dev.latchkey.okhttp;

import static dev.latchkey.okhttp.KeyringInterceptor.AUTHORIZATION;

import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Gets the credential before a connection is held, and sends a refused request once more. */
final class ApplicationInterceptor implements Interceptor {
  /** The status that OkHttp makes up for a request that only the cache may answer. */
  private static final int NOT_CACHED = 504;

  private final Keyring keyring;
  private final boolean withNetworkHalf;

  ApplicationInterceptor(Keyring keyring, boolean withNetworkHalf) {
    this.keyring = keyring;
    this.withNetworkHalf = withNetworkHalf;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (chain.connection() != null) {
      throw new IOException("This interceptor sees whole calls: use addInterceptor");
    }
    if (CallState.of(chain) != null) {
      throw new IOException(
          "KeyringInterceptor is installed twice in this client:"
              + " use KeyringInterceptor.install(builder, keyring) alone");
    }
    CallState state = new CallState(keyring.newCall(), chain.request(), chain.call());
    try {
      return send(state, chain);
    } finally {
      state.done = true;
    }
  }

  private Response send(CallState state, Chain chain) throws IOException {
    boolean attachesHere = !withNetworkHalf || isWebSocket(state.original);
    Request request = state.original.newBuilder().tag(CallState.class, state).build();
    if (attachesHere) {
      request = attach(state, request, chain);
    } else if (!isOnlyIfCached(state.original)) {
      try {
        CallState.await(state.rules.prepare(), chain.call());
      } catch (CredentialException e) {
        return cachedOr(e, request, chain);
      }
    }
    Response first = withoutCredential(state, chain.proceed(request));
    if (!attachesHere) {
      requireNetworkHalf(state, first);
    }
    return answers(state, first) ? renewed(state, first, chain) : first;
  }

  /**
   * A cached answer needs no credential. Without one the call fails, before a connection is made.
   */
  private static Response cachedOr(CredentialException failure, Request request, Chain chain)
      throws IOException {
    String wanted = request.cacheControl().toString();
    String onlyIfCached = (wanted.isEmpty() ? "" : wanted + ", ") + "only-if-cached";
    Response response =
        chain.proceed(request.newBuilder().header("Cache-Control", onlyIfCached).build());
    if (response.code() == NOT_CACHED && response.cacheResponse() == null) {
      response.close();
      throw failure;
    }
    return response.newBuilder().request(request).build();
  }

  private static Request attach(CallState state, Request request, Chain chain) throws IOException {
    Map<String, String> headers = CallState.await(state.rules.headers(), chain.call());
    if (headers.isEmpty()) {
      return request;
    }
    if (!KeyringInterceptor.isAuthorization(headers.keySet())) {
      throw new IOException(
          "OkHttp would carry the headers "
              + headers.keySet()
              + " along on a redirect elsewhere: a WebSocket is authenticated by Authorization only");
    }
    state.attached = headers.values().iterator().next();
    state.authenticated = request.url();
    return CallState.with(headers, request);
  }

  /** Whether the response is an answer to a request with our credential, and refuses it. */
  private static boolean answers(CallState state, Response response) {
    return response.networkResponse() != null
        && response.request().url().equals(state.authenticated)
        && state.rules.refused(response.code());
  }

  private Response renewed(CallState state, Response first, Chain chain) throws IOException {
    boolean again;
    try {
      again =
          CallState.await(
              state.rules.renew(
                  first.code(),
                  name -> Optional.ofNullable(first.header(name)),
                  isReplayable(first)),
              chain.call());
    } catch (IOException | RuntimeException e) {
      first.close();
      throw e;
    }
    if (!again) {
      return first;
    }
    Request request = first.request();
    first.close();
    if (!withNetworkHalf || isWebSocket(state.original)) {
      state.hop(request);
      request = attach(state, request, chain);
    }
    Response second = withoutCredential(state, chain.proceed(request));
    answers(state, second);
    return withPrior(second, first);
  }

  /** The response without what was put on its requests here, for a caller may print them. */
  private static Response withoutCredential(CallState state, Response response) {
    if (state.attached == null) {
      return response;
    }
    Request request = response.request();
    if (state.attached.equals(request.header(AUTHORIZATION))) {
      request = request.newBuilder().removeHeader(AUTHORIZATION).build();
    }
    Response prior = response.priorResponse();
    return response
        .newBuilder()
        .request(request)
        .priorResponse(prior == null ? null : withoutCredential(state, prior))
        .build();
  }

  private static boolean isReplayable(Response response) {
    RequestBody body = response.request().body();
    return body == null || (!body.isOneShot() && !body.isDuplex());
  }

  private static Response withPrior(Response response, Response first) {
    Response earlier = response.priorResponse();
    return response
        .newBuilder()
        .priorResponse(earlier == null ? bodiless(first) : withPrior(earlier, first))
        .build();
  }

  /** The response without its body, in the way that both OkHttp 4 and 5 can say. */
  private static @Nullable Response bodiless(Response response) {
    Response network = response.networkResponse();
    return network == null
        ? null
        : network
            .newBuilder()
            .request(response.request())
            .priorResponse(response.priorResponse())
            .build();
  }

  private static boolean isWebSocket(Request request) {
    return "websocket".equalsIgnoreCase(request.header("Upgrade"));
  }

  private static boolean isOnlyIfCached(Request request) {
    return request.header("Cache-Control") != null && request.cacheControl().onlyIfCached();
  }

  private static void requireNetworkHalf(CallState state, Response response) throws IOException {
    Response network = response.networkResponse();
    // Of another call if an interceptor answered by means of another client.
    boolean ours = network != null && network.request().tag(CallState.class) == state;
    if (ours && !state.networkSeen) {
      response.close();
      throw new IOException(
          "KeyringInterceptor is installed by half in this client, and a request left without"
              + " credentials: use KeyringInterceptor.install(builder, keyring)");
    }
  }
}
