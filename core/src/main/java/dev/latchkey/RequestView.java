package dev.latchkey;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** One request as the adapters describe it to the keyring. */
final class RequestView {
  private final String method;
  private final URI uri;
  private final Function<String, Optional<String>> header;

  RequestView(String method, URI uri, Function<String, Optional<String>> header) {
    this.method = method;
    this.uri = uri;
    this.header = header;
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri.getRawFragment() == null ? uri : URI.create(withoutFragment(uri.toString()));
  }

  boolean isSameAs(RequestView other) {
    return method.equals(other.method) && uri.equals(other.uri);
  }

  Optional<String> header(String name) {
    return header.apply(name);
  }

  private static String withoutFragment(String uri) {
    return uri.substring(0, uri.indexOf('#'));
  }
}
