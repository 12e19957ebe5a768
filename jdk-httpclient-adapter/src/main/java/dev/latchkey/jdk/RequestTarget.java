package dev.latchkey.jdk;

import dev.latchkey.Credential;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The URI of a request as the client writes it on the wire, which is what a scheme has to see in
 * order to sign it: characters beyond ASCII are composed and escaped, an empty path is a slash, and
 * an empty query is left out. (Over HTTP/2 the client would keep the latter.)
 */
final class RequestTarget {
  private RequestTarget() {}

  /** Returns the URI itself if it is written so already, as nearly all are. */
  static URI of(URI uri, String method) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    return isWritten(path) && (query == null || isWritten(query)) ? uri : written(uri, method);
  }

  /**
   * Returns the URI to which a request goes.
   *
   * @param uri as the caller wrote it, which is sent if there is nothing to sign or to append
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

  private static URI written(URI uri, String method) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    if (uri.isOpaque() || path == null || uri.getRawAuthority() == null) {
      return uri;
    }
    StringBuilder text = new StringBuilder();
    text.append(uri.getScheme()).append("://").append(uri.getRawAuthority());
    // Over HTTP/2 the client sends an asterisk in place of no path (RFC 9113 §8.3.1).
    text.append(path.isEmpty() && !method.equalsIgnoreCase("OPTIONS") ? "/" : path);
    if (query != null && !query.isEmpty()) {
      text.append('?').append(query);
    }
    return URI.create(URI.create(text.toString()).toASCIIString());
  }
}
