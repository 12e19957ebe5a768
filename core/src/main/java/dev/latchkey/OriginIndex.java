package dev.latchkey;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value for the origin of a URI. A host in its normal form, as nearly all are, is found
 * without allocating. Immutable.
 */
final class OriginIndex<T> {

  /** A chain of the origins of one host, which differ in scheme or port. */
  private record Entry<T>(Origin origin, T value, @Nullable Entry<T> next) {}

  private final Map<String, Entry<T>> byHost;
  private final Collection<T> values;

  /**
   * @param values by origin, in the order of {@link #values()}
   */
  OriginIndex(Map<Origin, T> values) {
    this.values = List.copyOf(values.values());
    Map<String, Entry<T>> all = new HashMap<>();
    values.forEach(
        (origin, value) ->
            all.compute(origin.host(), (host, next) -> new Entry<>(origin, value, next)));
    // A single host is compared, without the steps of a hash table.
    this.byHost = all.size() == 1 ? Map.copyOf(all) : all;
  }

  /**
   * Returns the value for a URI's origin; null if there is none, or the URI has no valid origin.
   */
  @Nullable T get(URI uri) {
    String host = uri.getHost();
    Entry<T> entry = host == null ? null : byHost.get(host);
    if (entry == null) {
      boolean normal = host != null && HostName.isPlain(host);
      Origin origin = normal ? null : Origin.ofOrNull(uri);
      return origin == null ? null : get(origin);
    }
    while (entry != null && !entry.origin.hasSchemeAndPortOf(uri)) {
      entry = entry.next;
    }
    return entry == null ? null : entry.value;
  }

  /** Returns the value for an origin, or null. */
  @Nullable T get(Origin origin) {
    Entry<T> entry = byHost.get(origin.host());
    while (entry != null && !entry.origin.equals(origin)) {
      entry = entry.next;
    }
    return entry == null ? null : entry.value;
  }

  Collection<T> values() {
    return values;
  }
}
