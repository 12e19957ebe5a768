package dev.latchkey.okhttp;

import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Puts credentials on each request that leaves for the right place, and takes off what must not go.
 */
final class NetworkInterceptor implements Interceptor {
  /**
   * Headers that OkHttp itself may have set, where a credential of that name is to replace them.
   */
  private static final Set<String> SET_BY_OKHTTP =
      Set.of("accept-encoding", "content-type", "cookie", "user-agent");

  private final Keyring keyring;
  private final boolean withApplicationHalf;

  /**
   * Where no application half made the call's state: the state by call, as long as the call lives.
   */
  private final Map<Call, CallState> states = Collections.synchronizedMap(new WeakHashMap<>());

  NetworkInterceptor(Keyring keyring, boolean withApplicationHalf) {
    this.keyring = keyring;
    this.withApplicationHalf = withApplicationHalf;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (chain.connection() == null) {
      throw new IOException(
          "This interceptor works on the network: use addNetworkInterceptor, or"
              + " KeyringInterceptor.install(builder, keyring)");
    }
    Request request = chain.request();
    CallState state = state(chain);
    state.networkSeen = true;
    state.authenticated = null;
    state.hop(request);
    Request stripped = withoutWithheld(state, request);
    Map<String, String> headers = CallState.await(state.rules.headers(), chain.call());
    if (headers.isEmpty() || hasOthers(headers.keySet(), request, state)) {
      return chain.proceed(stripped);
    }
    state.authenticated = request.url();
    return chain.proceed(CallState.with(headers, stripped));
  }

  private CallState state(Chain chain) throws IOException {
    CallState state = CallState.of(chain);
    if (withApplicationHalf == (state == null)) {
      throw new IOException(
          "KeyringInterceptor is installed "
              + (withApplicationHalf ? "by half" : "twice")
              + " in this client: use KeyringInterceptor.install(builder, keyring) alone");
    }
    // The call's request, not this hop's: of a redirect only the first tells what the caller set.
    return state != null
        ? state
        : states.computeIfAbsent(
            chain.call(), call -> new CallState(keyring.newCall(), call.request(), call));
  }

  /**
   * Takes off what the caller set, not what OkHttp's cookie jar or authenticators set for this hop.
   */
  private static Request withoutWithheld(CallState state, Request request) {
    Set<String> names = state.rules.withheld();
    if (names.isEmpty()) {
      return request;
    }
    Request.Builder builder = request.newBuilder();
    for (String name : names) {
      String callers = state.original.header(name);
      if (callers != null && callers.equals(request.header(name))) {
        builder.removeHeader(name);
      }
    }
    return builder.build();
  }

  /**
   * Whether a header of these that neither the caller nor we set is there: an authenticator
   * answered.
   */
  private static boolean hasOthers(Set<String> names, Request request, CallState state) {
    for (String name : names) {
      String value = request.header(name);
      if (value != null
          && !value.equals(state.attached)
          && !SET_BY_OKHTTP.contains(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
