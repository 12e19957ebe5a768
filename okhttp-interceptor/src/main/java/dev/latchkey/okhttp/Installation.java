package dev.latchkey.okhttp;

import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Checks whether a client has both halves, and each of them once. */
final class Installation {
  private static final Set<String> SET_BY_OKHTTP =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "content-type",
          "cookie",
          "host",
          "if-modified-since",
          "if-none-match",
          "transfer-encoding",
          "user-agent");

  private Installation() {}

  static IOException twice() {
    return new IOException(
        "KeyringInterceptor is installed twice in this client:"
            + " use KeyringInterceptor.install(builder, keyring) alone");
  }

  static IOException byHalf() {
    return new IOException(
        "KeyringInterceptor is installed by half in this client, whose requests would get no"
            + " credentials: use KeyringInterceptor.install(builder, keyring) alone");
  }

  /**
   * Returns whether the response shows that the client sent a request of the keyring without its
   * network half. An interceptor may also have used another client to answer: then the request has
   * the headers that client added, or it was rebuilt and has its own URL.
   */
  static boolean lacksNetworkHalf(Keyring keyring, Request sent, Response response) {
    for (Response each = response; each != null; each = each.priorResponse()) {
      Response network = each.networkResponse();
      if (network != null && isLeftAlone(network.request(), each.request(), sent.url())) {
        return keyring.headerNames().containsKey(Target.origin(sent.url()));
      }
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // OkHttp passes on the same object.
  private static boolean isLeftAlone(Request network, Request request, HttpUrl url) {
    return network.url() == url
        && network.headers().names().stream()
            .allMatch(
                name ->
                    request.header(name) != null
                        || SET_BY_OKHTTP.contains(name.toLowerCase(Locale.ROOT)));
  }
}
