package dev.latchkey;

import java.util.HashSet;
import java.util.Set;

/** The names of the settings that a builder was given, so that none is set twice. */
final class BuilderSettings {
  private final Set<String> names = new HashSet<>();

  /**
   * Records a setting.
   *
   * @throws IllegalArgumentException if it was set before
   */
  void set(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(name + " must be set only once, but was set twice");
    }
  }

  boolean has(String name) {
    return names.contains(name);
  }
}
