package dev.latchkey.jdk;

import dev.latchkey.Credential;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Converts the URI of a request to its wire form, which a scheme must see to sign it: characters
 * beyond ASCII are composed and escaped, an empty path becomes a slash, and an empty query and a
 * default port are omitted. (Over HTTP/2 the client would keep these two.)
 */
final class RequestTarget {
  private RequestTarget() {}

  /** Returns the wire form, which is the URI itself for nearly all URIs. */
  static URI of(URI uri, String method) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    return isWritten(path) && (query == null || isWritten(query)) && !hasDefaultPort(uri)
        ? uri
        : written(uri, method);
  }

  /**
   * Returns the URI to which a request goes.
   *
   * @param uri the URI as the caller wrote it, which is sent if there is nothing to sign or to
   *     append
   */
  static URI with(Credential credential, URI target, URI uri) {
    if (credential.query().isEmpty()) {
      return credential.headers().isEmpty() ? uri : target;
    }
    return URI.create(credential.appendTo(target.toString()));
  }

  private static boolean isWritten(@Nullable String part) {
    if (part == null) {
      return false;
    }
    int length = part.length();
    for (int i = 0; i < length; i++) {
      if (part.charAt(i) > 0x7f) {
        return false;
      }
    }
    return length > 0;
  }

  private static boolean hasDefaultPort(URI uri) {
    int port = uri.getPort();
    return (port == 443 && uri.getScheme().equalsIgnoreCase("https"))
        || (port == 80 && uri.getScheme().equalsIgnoreCase("http"));
  }

  private static URI written(URI uri, String method) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    String authority = uri.getRawAuthority();
    if (uri.isOpaque() || path == null || authority == null) {
      return uri;
    }
    if (hasDefaultPort(uri)) {
      authority = authority.substring(0, authority.lastIndexOf(':'));
    }
    StringBuilder text = new StringBuilder();
    text.append(uri.getScheme()).append("://").append(authority);
    // Over HTTP/2 the client sends an asterisk in place of no path (RFC 9113 §8.3.1).
    text.append(path.isEmpty() && !method.equalsIgnoreCase("OPTIONS") ? "/" : path);
    if (query != null && !query.isEmpty()) {
      text.append('?').append(query);
    }
    return URI.create(URI.create(text.toString()).toASCIIString());
  }
}
