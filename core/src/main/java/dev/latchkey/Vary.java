package dev.latchkey;

import java.net.URI;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The parts of a request that a scheme read (compare <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5">RFC 9110 §12.5.5</a>). Requests that
 * agree in these parts may share a credential. Immutable.
 *
 * @param path the URI without its query
 * @param headers their names in lower case
 */
record Vary(boolean method, boolean uri, boolean path, Set<String> headers) {
  private static final int MAXIMUM_HEADERS = 64;
  private static final int MAXIMUM_LENGTH = 4_096;

  static final Vary NOTHING = new Vary(false, false, false, Set.of());
  private static final Vary METHOD = new Vary(true, false, false, Set.of());
  private static final Vary URI = new Vary(false, true, true, Set.of());
  private static final Vary PATH = new Vary(false, false, true, Set.of());

  boolean isNothing() {
    return !method && !uri && !path && headers.isEmpty();
  }

  Vary andMethod() {
    return and(METHOD);
  }

  Vary andUri() {
    return and(URI);
  }

  Vary andPath() {
    return and(PATH);
  }

  Vary andHeader(String name) {
    return and(new Vary(false, false, false, Set.of(HeaderFields.lowerCase(name))));
  }

  /**
   * Returns whether too many headers were read, or names that are too long: a scheme may take the
   * names from the request. The set of headers is then incomplete.
   */
  boolean isTooWide() {
    if (headers.isEmpty()) {
      return false;
    }
    int length = 0;
    for (String name : headers) {
      length += name.length();
    }
    return headers.size() > MAXIMUM_HEADERS || length > MAXIMUM_LENGTH;
  }

  /** Returns the parts that either read, without further headers once there are too many. */
  Vary and(Vary other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    Set<String> both = headers;
    if (!isTooWide()) {
      both = new HashSet<>(headers);
      both.addAll(other.headers);
      both = Set.copyOf(both);
    }
    return new Vary(method || other.method, uri || other.uri, path || other.path, both);
  }

  /**
   * Returns whether this includes all parts that the other read; false if the other is too wide.
   */
  boolean covers(Vary other) {
    return (method || !other.method)
        && (uri || !other.uri)
        && (path || !other.path)
        && (other.headers.isEmpty() || headers.containsAll(other.headers))
        && !other.isTooWide();
  }

  /** Returns whether two requests agree in the parts that were read. */
  boolean agree(RequestHead one, RequestHead other) {
    // URIs as text: URIs that differ in the case of their escapes are equal, but signatures of them
    // differ.
    if (isTooWide()
        || (method && !one.method().equals(other.method()))
        || (uri && !isSame(one.uri(), other.uri()))
        || (path && !one.path().equals(other.path()))) {
      return false;
    }
    for (String name : headers) {
      if (!Objects.equals(one.header(name), other.header(name))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // Mostly the same object, whose text need not be made.
  private static boolean isSame(URI one, URI other) {
    return one == other || one.toString().equals(other.toString());
  }
}
