package dev.latchkey.spring;

import org.jspecify.annotations.Nullable;

/** A property of Latchkey is wrong. The message names it and says what to do, without a value. */
final class LatchkeyPropertyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private LatchkeyPropertyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Says what is wrong with a property, such as "is not set; set it to …". */
  static LatchkeyPropertyException of(String property, String problem) {
    return new LatchkeyPropertyException(property + " " + problem, null);
  }

  /** Says for which property a setting was refused, by a message that shows no secret. */
  static LatchkeyPropertyException of(String property, IllegalArgumentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    // The name that it has here.
    return new LatchkeyPropertyException(
        property + ": " + message.replace("addInsecure", "set insecure"), refusal);
  }
}
