package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of a server, as in <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-4.3.1">RFC 9110 §4.3.1</a>: the unit to
 * which credentials are bound. Scheme and host are kept in lower case and the port is always a
 * number, so that {@code HTTPS://API.example.com} and {@code https://api.example.com:443} are
 * equal.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host; an IPv6 address stands in brackets
 * @param port 1 to 65535
 */
public record Origin(String scheme, String host, int port) {

  /**
   * Puts the parts into their normal form.
   *
   * @throws IllegalArgumentException if the scheme is neither http nor https, the host is empty, or
   *     the port is out of range
   */
  public Origin {
    scheme = scheme.toLowerCase(Locale.ROOT);
    host = host.toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "An origin starts with http:// or https://, not " + scheme);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("An origin has a host");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("The port of an origin is 1 to 65535, not " + port);
    }
  }

  /**
   * The origin of a URL, whose path and query are ignored.
   *
   * @throws IllegalArgumentException if it is no absolute http, https, ws or wss URL with a host
   */
  public static Origin of(String url) {
    try {
      return of(URI.create(requireNonNull(url, "url")));
    } catch (IllegalArgumentException e) {
      // URI's own message repeats its input, which may hold a secret in user info or query.
      throw new IllegalArgumentException(
          "Not the URL of an origin such as https://api.example.com: scheme, host and port, and a"
              + " host of letters, digits, dots and hyphens");
    }
  }

  /**
   * The origin of a URI, whose path and query are ignored. A WebSocket's handshake is an HTTP
   * request (<a href="https://www.rfc-editor.org/rfc/rfc6455#section-1.3">RFC 6455 §1.3</a>), so
   * {@code ws} counts as {@code http} and {@code wss} as {@code https}.
   *
   * @throws IllegalArgumentException if it is no absolute http, https, ws or wss URI with a host
   */
  public static Origin of(URI uri) {
    String scheme = httpScheme(uri);
    String host = uri.getHost();
    if (scheme == null || host == null) {
      throw new IllegalArgumentException(
          "An origin is an absolute http or https URL with a host, such as https://api.example.com");
    }
    return new Origin(scheme, host, port(uri, scheme));
  }

  /** Whether a request for the URI goes to this origin; does not allocate. */
  boolean holds(URI uri) {
    return host.equalsIgnoreCase(uri.getHost()) && holdsOnHost(uri);
  }

  /** As {@link #holds}, of a URI that is known to have this host. */
  boolean holdsOnHost(URI uri) {
    // As it is nearly always written: to compare without regard to case takes as long as the rest.
    if (!scheme.equals(uri.getScheme()) && !scheme.equals(httpScheme(uri))) {
      return false;
    }
    return port(uri, scheme) == port;
  }

  /** Whether the origin is this very machine, where plain HTTP crosses no network. */
  boolean isLoopback() {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static @Nullable String httpScheme(URI uri) {
    String scheme = uri.getScheme();
    if ("https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme)) {
      return "https";
    }
    return "http".equalsIgnoreCase(scheme) || "ws".equalsIgnoreCase(scheme) ? "http" : null;
  }

  private static int port(URI uri, String httpScheme) {
    return uri.getPort() != -1 ? uri.getPort() : httpScheme.equals("https") ? 443 : 80;
  }

  /** The origin as it stands in a URL, without a port that its scheme implies. */
  @Override
  public String toString() {
    boolean implied = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (implied ? "" : ":" + port);
  }
}
