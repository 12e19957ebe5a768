package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The head of a request, as an adapter tells it. */
final class RequestHead {
  private final String method;
  private final @Nullable Origin origin;
  private final Supplier<URI> uri;
  private final Function<String, @Nullable String> header;

  /** What the caller set for the scheme only, which adapters take off their requests. */
  private final Map<String, String> consumed;

  RequestHead(String method, URI uri, Function<String, @Nullable String> header) {
    this(method, null, () -> uri, header);
  }

  /**
   * @param origin that of the URI, if it is known without making the URI
   */
  RequestHead(
      String method,
      @Nullable Origin origin,
      Supplier<URI> uri,
      Function<String, @Nullable String> header) {
    this(
        requireNonNull(method, "method"),
        origin,
        requireNonNull(uri, "uri"),
        requireNonNull(header, "header"),
        Map.of());
  }

  private RequestHead(
      String method,
      @Nullable Origin origin,
      Supplier<URI> uri,
      Function<String, @Nullable String> header,
      Map<String, String> consumed) {
    this.method = method;
    this.origin = origin;
    this.uri = uri;
    this.header = header;
    this.consumed = consumed;
  }

  /** Returns the request with these headers where it has none of the name; the map ignores case. */
  RequestHead consuming(Map<String, String> consumed) {
    return new RequestHead(method, origin, uri, header, consumed);
  }

  String method() {
    return method;
  }

  URI uri() {
    URI whole = uri.get();
    return whole.getRawFragment() == null ? whole : URI.create(withoutFragment(whole.toString()));
  }

  /** Returns the path as it is sent. */
  String path() {
    String path = uri.get().getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  @Nullable String header(String name) {
    String value = header.apply(name);
    return value == null && !consumed.isEmpty() ? consumed.get(name) : value;
  }

  /** Whether the URI has one of these query parameters; returns its name, or null. */
  @Nullable String parameter(Set<String> names) {
    if (names.isEmpty()) {
      return null;
    }
    String query = uri.get().getRawQuery();
    return names.stream().filter(name -> QueryParameters.has(query, name)).findFirst().orElse(null);
  }

  boolean hasSameOrigin(RequestHead other) {
    Origin mine = origin();
    Origin others = other.origin();
    if (mine != null || others != null) {
      return Objects.equals(mine, others);
    }
    // Hosts that no origin can name, such as those with a zone id.
    URI one = uri.get();
    URI two = other.uri.get();
    return Objects.equals(one.getScheme(), two.getScheme())
        && Objects.equals(one.getRawAuthority(), two.getRawAuthority());
  }

  private @Nullable Origin origin() {
    return origin != null ? origin : Origin.ofOrNull(uri.get());
  }

  private static String withoutFragment(String uri) {
    return uri.substring(0, uri.indexOf('#'));
  }
}
