package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The head of a request, as an adapter tells it. */
final class RequestHead {
  private final String method;
  private final @Nullable Origin origin;
  private final Supplier<URI> uri;
  private final Function<String, @Nullable String> header;

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
    this.method = requireNonNull(method, "method");
    this.origin = origin;
    this.uri = requireNonNull(uri, "uri");
    this.header = requireNonNull(header, "header");
  }

  String method() {
    return method;
  }

  URI uri() {
    URI whole = uri.get();
    return whole.getRawFragment() == null ? whole : URI.create(withoutFragment(whole.toString()));
  }

  @Nullable String header(String name) {
    return header.apply(name);
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
