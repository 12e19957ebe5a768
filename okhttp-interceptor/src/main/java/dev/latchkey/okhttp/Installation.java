package dev.latchkey.okhttp;

import dev.latchkey.Keyring;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Whether a client has both halves, and each of them once. */
final class Installation {
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
   * Whether the response shows that a request of the keyring's left a client without its network
   * half. An interceptor may also have answered by means of another client: its network half marks
   * what it attached, and a request that was built anew has a URL of its own.
   */
  static boolean lacksNetworkHalf(Keyring keyring, Request sent, Response response) {
    for (Response each = response; each != null; each = each.priorResponse()) {
      Response network = each.networkResponse();
      if (network != null && isLeftAlone(network.request(), sent.url())) {
        return keyring.headerNames().containsKey(new Target(sent.url()).origin);
      }
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // As OkHttp hands it on.
  private static boolean isLeftAlone(Request request, HttpUrl url) {
    return request.url() == url && request.tag(NetworkInterceptor.class) == null;
  }
}
