package dev.latchkey;

import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a request that a scheme looked at. Requests that agree in these parts may share a
 * credential. Immutable.
 */
record Reads(boolean method, boolean uri, Set<String> headers) {
  static final Reads NOTHING = new Reads(false, false, Set.of());
  private static final Reads METHOD = new Reads(true, false, Set.of());
  private static final Reads URI = new Reads(false, true, Set.of());

  boolean isNothing() {
    return !method && !uri && headers.isEmpty();
  }

  Reads andMethod() {
    return and(METHOD);
  }

  Reads andUri() {
    return and(URI);
  }

  Reads andHeader(String name) {
    return and(new Reads(false, false, Set.of(HeaderFields.lowerCase(name))));
  }

  /** What either looked at. */
  Reads and(Reads other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    Set<String> both = new TreeSet<>(headers);
    both.addAll(other.headers);
    return new Reads(method || other.method, uri || other.uri, Set.copyOf(both));
  }

  boolean covers(Reads other) {
    return (method || !other.method) && (uri || !other.uri) && headers.containsAll(other.headers);
  }

  /** Whether two requests agree in what was looked at. */
  boolean agree(RequestView one, RequestView other) {
    if ((method && !one.method().equals(other.method()))
        || (uri && !one.uri().equals(other.uri()))) {
      return false;
    }
    for (String name : headers) {
      if (!one.header(name).equals(other.header(name))) {
        return false;
      }
    }
    return true;
  }
}
