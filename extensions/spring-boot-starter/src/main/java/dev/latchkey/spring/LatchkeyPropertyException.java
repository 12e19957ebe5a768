package dev.latchkey.spring;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a property of Latchkey is invalid. The message names it and says what to do, without
 * the value.
 */
final class LatchkeyPropertyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private LatchkeyPropertyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns an exception for a problem with a property, such as "is not set; set it to …". */
  static LatchkeyPropertyException of(String property, String problem) {
    return new LatchkeyPropertyException(property + " " + problem, null);
  }

  /**
   * Returns an exception for a property whose value was rejected, by a message that shows no
   * secret.
   */
  static LatchkeyPropertyException of(String property, IllegalArgumentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    // The name of the setting in the properties.
    return new LatchkeyPropertyException(
        property + ": " + message.replace("addInsecure", "set insecure"), refusal);
  }
}
