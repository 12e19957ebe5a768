package dev.latchkey;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a request that a scheme looked at. Requests that agree in these parts may share a
 * credential. Immutable.
 */
record Vary(boolean method, boolean uri, Set<String> headers) {
  static final Vary NOTHING = new Vary(false, false, Set.of());
  private static final Vary METHOD = new Vary(true, false, Set.of());
  private static final Vary URI = new Vary(false, true, Set.of());

  boolean isNothing() {
    return !method && !uri && headers.isEmpty();
  }

  Vary andMethod() {
    return and(METHOD);
  }

  Vary andUri() {
    return and(URI);
  }

  Vary andHeader(String name) {
    return and(new Vary(false, false, Set.of(HeaderFields.lowerCase(name))));
  }

  /** What either looked at. */
  Vary and(Vary other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    Set<String> both = new TreeSet<>(headers);
    both.addAll(other.headers);
    return new Vary(method || other.method, uri || other.uri, Set.copyOf(both));
  }

  boolean covers(Vary other) {
    return (method || !other.method) && (uri || !other.uri) && headers.containsAll(other.headers);
  }

  /** Whether two requests agree in what was looked at. */
  boolean agree(RequestHead one, RequestHead other) {
    if ((method && !one.method().equals(other.method()))
        || (uri && !one.uri().equals(other.uri()))) {
      return false;
    }
    for (String name : headers) {
      if (!Objects.equals(one.header(name), other.header(name))) {
        return false;
      }
    }
    return true;
  }
}
