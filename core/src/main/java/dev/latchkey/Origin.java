package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The scheme, host and port of a server, as in <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-4.3.1">RFC 9110 §4.3.1</a>: the unit to
 * which credentials are bound. The parts are normalized, so that two origins are equal if requests
 * to them go to the same place: {@code HTTPS://API.example.com} and {@code
 * https://api.example.com:443}, {@code https://[0:0:0:0:0:0:0:1]} and {@code https://[::1]}, {@code
 * https://bücher.example} and {@code https://xn--bcher-kva.example}.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in lower case; an international name in its ASCII form; an IPv6 address in
 *     brackets as in <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a>, or as an IPv4
 *     address if it is mapped from one. There are no DNS lookups
 * @param port 1 to 65535
 */
public record Origin(String scheme, String host, int port) {

  /**
   * Creates an origin of normalized parts.
   *
   * @throws IllegalArgumentException if the scheme is neither http nor https, the port is out of
   *     range, or the host is empty, has characters that are not allowed in a host, or is an IPv6
   *     address that is invalid, has a zone id or is not in brackets. The message does not show the
   *     host
   */
  public Origin {
    // The usual spelling.
    scheme =
        "https".equals(scheme) ? scheme : requireNonNull(scheme, "scheme").toLowerCase(Locale.ROOT);
    host = HostName.normalize(requireNonNull(host, "host"));
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "The scheme of an origin must be http or https; its URL starts with http:// or https://");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "The port of an origin must be 1 to 65535, but was " + port);
    }
  }

  /**
   * Returns the origin of a URL, whose path and query are ignored. The host may be one that {@link
   * URI#getHost()} does not support, such as {@code auth_service} or {@code bücher.example}.
   *
   * @throws IllegalArgumentException if it is not an absolute http, https, ws or wss URL with a
   *     host. The message does not show it
   */
  public static Origin of(String url) {
    try {
      return of(URI.create(requireNonNull(url, "url")));
    } catch (IllegalArgumentException e) {
      // URI's own message shows its input, which may hold a secret in user info or query.
      throw new IllegalArgumentException(
          "An origin must be a URL such as https://api.example.com: scheme, host and port, and"
              + " a host of letters, digits, dots, hyphens and underscores");
    }
  }

  /**
   * Returns the origin of a URI, whose path and query are ignored. A WebSocket's handshake is an
   * HTTP request (<a href="https://www.rfc-editor.org/rfc/rfc6455#section-1.3">RFC 6455 §1.3</a>),
   * so {@code ws} counts as {@code http} and {@code wss} as {@code https}.
   *
   * @throws IllegalArgumentException if it is not an absolute http, https, ws or wss URI with a
   *     host
   */
  public static Origin of(URI uri) {
    String scheme = httpScheme(uri);
    String authority = uri.getRawAuthority();
    if (scheme == null || authority == null) {
      throw new IllegalArgumentException(
          "An origin must be an absolute http or https URL with a host, such as"
              + " https://api.example.com");
    }
    String host = uri.getHost();
    return host != null
        ? wellFormed(scheme, host, port(uri.getPort(), scheme))
        : ofAuthority(scheme, authority);
  }

  /**
   * Returns the origin of a URL that has no other parts.
   *
   * @throws IllegalArgumentException as {@link #of(String)} does, and if the URL has other parts
   */
  static Origin only(String url) {
    Origin origin = of(url);
    URI uri = URI.create(url);
    if (uri.getRawAuthority().indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "The origin " + origin + " must not have user info; use AuthScheme.basic");
    }
    if (!(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "An origin must have neither path nor query; write " + origin + " only");
    }
    return origin;
  }

  /** Returns the origin of a URI; null if it has no valid one. */
  static @Nullable Origin ofOrNull(URI uri) {
    try {
      return of(uri);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Returns the origin of an authority that {@link URI} does not parse, because it does not support
   * such a host.
   */
  private static Origin ofAuthority(String scheme, String authority) {
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = hostAndPort.lastIndexOf(':');
    if (colon < 0) {
      return wellFormed(scheme, hostAndPort, port(-1, scheme));
    }
    String port = hostAndPort.substring(colon + 1);
    if (port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("The port of an origin must be a number");
    }
    int number = port.isEmpty() ? -1 : Integer.parseInt(port);
    return wellFormed(scheme, hostAndPort.substring(0, colon), port(number, scheme));
  }

  private static Origin wellFormed(String scheme, String host, int port) {
    Origin origin = new Origin(scheme, host, port);
    if (!HostName.isPlain(origin.host) && !origin.host.startsWith("[")) {
      throw new IllegalArgumentException(
          "The host of an origin must have only letters, digits, dots, hyphens and underscores");
    }
    return origin;
  }

  /** Returns whether a URI with this host has this origin; does not allocate. */
  boolean hasSchemeAndPortOf(URI uri) {
    // The usual spelling: a comparison that ignores case would take as long as the rest.
    if (!scheme.equals(uri.getScheme()) && !scheme.equals(httpScheme(uri))) {
      return false;
    }
    return port(uri.getPort(), scheme) == port;
  }

  /** Returns whether the origin is this machine, so that plain HTTP crosses no network. */
  boolean isLoopback() {
    Integer ipv4 = Ipv6Address.parseIpv4(host);
    return host.equals("localhost") || host.equals("[::1]") || (ipv4 != null && ipv4 >>> 24 == 127);
  }

  private static @Nullable String httpScheme(URI uri) {
    String scheme = uri.getScheme();
    if ("https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme)) {
      return "https";
    }
    return "http".equalsIgnoreCase(scheme) || "ws".equalsIgnoreCase(scheme) ? "http" : null;
  }

  private static int port(int port, String httpScheme) {
    return port != -1 ? port : httpScheme.equals("https") ? 443 : 80;
  }

  // A record's own equals and hashCode link method handles at their first call, which loads 60
  // classes.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin that
        && port == that.port
        && scheme.equals(that.scheme)
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return (31 * scheme.hashCode() + host.hashCode()) * 31 + port;
  }

  /** Returns the origin as it is written in a URL, without the default port of its scheme. */
  @Override
  public String toString() {
    boolean implied = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (implied ? "" : ":" + port);
  }
}
