package dev.latchkey.okhttp;

import dev.latchkey.Keyring;
import dev.latchkey.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The URIs of a keyring's origins. Only what comes after them is parsed for each request, which
 * takes a third of the time that a whole URL does. Thread-safe.
 */
final class OriginUris {
  private final Keyring keyring;

  /** Made when a scheme first reads a URI, which most do not; never changed. */
  private volatile @Nullable Map<Origin, URI> uris;

  OriginUris(Keyring keyring) {
    this.keyring = keyring;
  }

  /** Returns the URI that {@link URI} makes of the text of a URL. */
  URI parse(HttpUrl url, Origin origin) throws URISyntaxException {
    String text = url.toString();
    URI base = uris().get(origin);
    int end = base == null ? 0 : pathAfter(base.toString(), text);
    return base == null || end == 0 ? new URI(text) : base.resolve(new URI(text.substring(end)));
  }

  private Map<Origin, URI> uris() {
    Map<Origin, URI> made = uris;
    if (made == null) {
      made = new HashMap<>();
      for (Origin origin : keyring.headerNames().keySet()) {
        made.put(origin, URI.create(origin.toString()));
      }
      uris = made;
    }
    return made;
  }

  /**
   * Returns where the path begins in a URL that begins with an origin; 0 if it does not, or if the
   * path alone would be read as an authority.
   */
  private static int pathAfter(String origin, String url) {
    int end = origin.length();
    boolean plain =
        url.startsWith(origin) && url.startsWith("/", end) && !url.startsWith("//", end);
    return plain ? end : 0;
  }
}
