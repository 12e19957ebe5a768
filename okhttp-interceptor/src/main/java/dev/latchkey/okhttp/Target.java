package dev.latchkey.okhttp;

import dev.latchkey.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The target of a request, in the keyring's terms. */
final class Target {
  final HttpUrl url;
  final Origin origin;
  private final OriginUris uris;
  private volatile @Nullable URI uri;

  Target(HttpUrl url, OriginUris uris) {
    this.uris = uris;
    this.url = url;
    this.origin = origin(url);
  }

  static Origin origin(HttpUrl url) {
    String host = url.host();
    // In a URL, and so in an origin, an IPv6 address is in brackets.
    return new Origin(url.scheme(), host.indexOf(':') < 0 ? host : '[' + host + ']', url.port());
  }

  /**
   * Returns the URI, which is created once, if at all: few schemes read it, and creating it costs
   * as much as the rest of a hop.
   */
  URI uri() {
    URI made = uri;
    if (made == null) {
      made = make();
      uri = made;
    }
    return made;
  }

  private URI make() {
    try {
      return uris.parse(url, origin);
    } catch (URISyntaxException e) {
      // OkHttp's own conversion also escapes what a URI does not allow; but not in user info, which
      // it does not send either.
      return url.newBuilder().username("").password("").build().uri();
    }
  }
}
