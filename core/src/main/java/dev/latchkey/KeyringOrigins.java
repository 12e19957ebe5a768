package dev.latchkey;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The origins of a keyring, and the clock and listener that they share. Immutable. */
final class KeyringOrigins {
  /** The headers that a caller sets for one origin and that no other origin may see. */
  private static final Set<String> BOUND_TO_ORIGIN =
      Set.of("Authorization", "Cookie", "Proxy-Authorization");

  private final OriginIndex<KeyringOrigin> index;
  final TimeSource times;
  final SafeListener listener;

  /**
   * @param origins by their origin, in the order in which they were added
   */
  KeyringOrigins(Map<Origin, KeyringOrigin> origins, TimeSource times, SafeListener listener) {
    this.index = new OriginIndex<>(origins);
    this.times = times;
    this.listener = listener;
  }

  /** Returns the entry for the origin of a URI, or null. */
  @Nullable KeyringOrigin get(URI uri) {
    return index.get(uri);
  }

  /** Returns the entry for an origin, or null. */
  @Nullable KeyringOrigin get(Origin origin) {
    return index.get(origin);
  }

  List<Origin> all() {
    return index.values().stream().map(held -> held.origin).toList();
  }

  /** Returns the names of the headers that are set for each origin, as far as they are known. */
  Map<Origin, Set<String>> headerNames() {
    Map<Origin, Set<String>> names = new LinkedHashMap<>();
    index.values().forEach(held -> names.put(held.origin, Set.copyOf(held.headerNames())));
    return names;
  }

  /** Returns the names of all headers that no other origin may see, ignoring case. */
  Set<String> boundHeaders() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(BOUND_TO_ORIGIN);
    for (KeyringOrigin held : index.values()) {
      names.addAll(held.headerNames());
      names.addAll(held.consumedHeaders);
    }
    return names;
  }

  /** Returns this machine's time, in milliseconds since the epoch. */
  long millis() {
    return times.millis();
  }
}
