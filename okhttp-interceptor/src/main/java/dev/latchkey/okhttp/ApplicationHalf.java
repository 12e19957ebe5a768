package dev.latchkey.okhttp;

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
final class ApplicationHalf implements Interceptor {
  private final Keyring keyring;
  private final boolean withNetworkHalf;

  ApplicationHalf(Keyring keyring, boolean withNetworkHalf) {
    this.keyring = keyring;
    this.withNetworkHalf = withNetworkHalf;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request original = chain.request();
    if (original.tag(CallState.class) != null) {
      throw new IOException(
          "KeyringInterceptor is installed twice in this client; install it once");
    }
    CallState state = new CallState(keyring.newCall(), original);
    state.hop(original);
    boolean attachesHere = !withNetworkHalf || isWebSocket(original);
    Request request = original.newBuilder().tag(CallState.class, state).build();
    if (attachesHere) {
      request = attach(state, request, chain);
    } else {
      prepare(state, chain);
    }
    Response first = chain.proceed(request);
    if (!attachesHere) {
      requireNetworkHalf(state, first);
    }
    return answers(state, first) ? renewed(state, first, chain) : first;
  }

  private static void prepare(CallState state, Chain chain) throws IOException {
    if (state.original.cacheControl().onlyIfCached()) {
      return;
    }
    try {
      CallState.await(state.rules.prepare(), chain.call());
    } catch (CredentialException e) {
      state.failure = e;
    }
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
    Request.Builder builder = request.newBuilder();
    headers.forEach(builder::header);
    state.authenticated = request.url();
    return builder.build();
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
    Response second = chain.proceed(request);
    answers(state, second);
    return withPrior(second, first);
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

  private static void requireNetworkHalf(CallState state, Response response) throws IOException {
    if (!state.networkSeen && response.networkResponse() != null) {
      response.close();
      throw new IOException(
          "KeyringInterceptor is only half installed: requests left without credentials. Use"
              + " KeyringInterceptor.install(builder, keyring), or applicationInterceptor(keyring)");
    }
  }
}
