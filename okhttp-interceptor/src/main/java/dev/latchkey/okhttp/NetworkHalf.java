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
final class NetworkHalf implements Interceptor {
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

  NetworkHalf(Keyring keyring, boolean withApplicationHalf) {
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
    CallState state = state(request, chain.call());
    state.networkSeen = true;
    state.authenticated = null;
    state.hop(request);
    Request.Builder builder = request.newBuilder();
    for (String name : state.rules.withheld()) {
      withhold(name, request, state.original, builder);
    }
    if (state.failure != null) {
      throw state.failure;
    }
    Map<String, String> headers = CallState.await(state.rules.headers(), chain.call());
    if (!headers.isEmpty()
        && headers.keySet().stream().noneMatch(name -> isOthers(name, request))) {
      headers.forEach(builder::header);
      state.authenticated = request.url();
    }
    return chain.proceed(builder.build());
  }

  private CallState state(Request request, Call call) throws IOException {
    CallState state = request.tag(CallState.class);
    if (state != null) {
      return state;
    }
    if (withApplicationHalf) {
      throw new IOException(
          "KeyringInterceptor is only half installed: use KeyringInterceptor.install(builder,"
              + " keyring), or networkInterceptor(keyring)");
    }
    // The call's request, not this hop's: of a redirect only the first tells what the caller set.
    return states.computeIfAbsent(call, key -> started(key.request()));
  }

  private CallState started(Request original) {
    CallState state = new CallState(keyring.newCall(), original);
    state.hop(original);
    return state;
  }

  /**
   * Takes off what the caller set, not what OkHttp's cookie jar or authenticators set for this hop.
   */
  private static void withhold(
      String name, Request request, Request original, Request.Builder builder) {
    String callers = original.header(name);
    if (callers != null && callers.equals(request.header(name))) {
      builder.removeHeader(name);
    }
  }

  /** Whether a header that the caller did not set is there already: an authenticator answered. */
  private static boolean isOthers(String name, Request request) {
    return request.header(name) != null && !SET_BY_OKHTTP.contains(name.toLowerCase(Locale.ROOT));
  }
}
