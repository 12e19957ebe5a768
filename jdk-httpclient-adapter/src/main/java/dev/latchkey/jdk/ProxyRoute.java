package dev.latchkey.jdk;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the proxy of a request, by the rules of the JDK's client. */
final class ProxyRoute {
  private ProxyRoute() {}

  /**
   * Returns whether both go through the same proxy, which may then see its credentials each time.
   */
  static boolean isShared(HttpClient client, URI one, URI other) {
    ProxySelector selector = client.proxy().orElseGet(ProxySelector::getDefault);
    Proxy first = proxy(selector, one);
    return first != null && first.equals(proxy(selector, other));
  }

  private static @Nullable Proxy proxy(@Nullable ProxySelector selector, URI uri) {
    if (selector == null) {
      return null;
    }
    try {
      List<Proxy> proxies = selector.select(uri);
      return proxies.isEmpty() || proxies.get(0).type() != Proxy.Type.HTTP ? null : proxies.get(0);
    } catch (RuntimeException e) {
      return null;
    }
  }
}
