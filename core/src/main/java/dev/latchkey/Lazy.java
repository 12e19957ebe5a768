package dev.latchkey;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first needed. For the caches: most keyrings never need them, and
 * Caffeine's first cache of a JVM loads a hundred classes.
 */
final class Lazy<T> {
  private final Supplier<T> source;
  private volatile @Nullable T value;

  Lazy(Supplier<T> source) {
    this.source = source;
  }

  T get() {
    T known = value;
    return known == null ? make() : known;
  }

  /** Returns the value; null if it was not needed yet. */
  @Nullable T ifMade() {
    return value;
  }

  private synchronized T make() {
    T known = value;
    if (known == null) {
      known = source.get();
      value = known;
    }
    return known;
  }
}
