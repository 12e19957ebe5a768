package dev.latchkey.vendor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks keys as vendors issue them. */
final class Keys {
  private Keys() {}

  /**
   * Returns {@code text} if all of its characters are allowed in a header.
   *
   * @throws IllegalArgumentException if not; the message names it and does not show it
   */
  static String checkHeaderText(String what, String text) {
    if (checkSet(what, text).isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          what
              + " must not have a space, a line break or a character outside ASCII; strip the"
              + " text that was read from a file");
    }
    return text;
  }

  /**
   * Returns {@code text} if it is not null, as {@code System.getenv} returns for an unset variable.
   *
   * @throws NullPointerException if it is null
   */
  static String checkSet(String what, String text) {
    return requireNonNull(
        text,
        () -> what + " must not be null; check that the variable that it is read from is set");
  }

  /**
   * @throws IllegalArgumentException if the setting has a value already
   */
  static void checkUnset(String setting, @Nullable Object value) {
    if (value != null) {
      throw new IllegalArgumentException(setting + " must be set only once, but was set twice");
    }
  }

  /**
   * Returns {@code lifetime} if it is at least a second.
   *
   * @throws IllegalArgumentException if not
   */
  static Duration checkLifetime(String setting, Duration lifetime) {
    if (requireNonNull(lifetime, setting).toSeconds() < 1) {
      throw new IllegalArgumentException(
          setting + " must be at least one second, but was " + lifetime);
    }
    return lifetime;
  }
}
