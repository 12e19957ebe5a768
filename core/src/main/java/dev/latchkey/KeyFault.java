package dev.latchkey;

import org.jspecify.annotations.Nullable;

/** Thrown when a key cannot be used. The message shows nothing of the key. */
final class KeyFault extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String words;

  KeyFault(String words) {
    this(words, null);
  }

  KeyFault(String words, @Nullable Throwable cause) {
    super(words, cause);
    this.words = words;
  }

  /** Returns the message. */
  String words() {
    return words;
  }
}
