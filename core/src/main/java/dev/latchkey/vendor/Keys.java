package dev.latchkey.vendor;

/** Checks what vendors hand out. */
final class Keys {
  private Keys() {}

  /** Text that goes into a header and a claim as it is; an error names it and does not show it. */
  static String checkHeaderText(String what, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          what
              + " has a space, a line break or a character outside ASCII; strip the text that was"
              + " read from a file");
    }
    return text;
  }
}
