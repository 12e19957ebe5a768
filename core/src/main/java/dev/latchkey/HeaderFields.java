package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks header fields before a client gets them, since the clients' own errors show the value, and
 * {@code java.net.http} corrupts a non-ASCII value.
 */
final class HeaderFields {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final List<String> CLIENT_OWNED =
      List.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long SPACES = ' ' * ONES;
  private static final long QUESTION_MARKS = '?' * ONES;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private HeaderFields() {}

  /**
   * Returns the name if it is a field name of RFC 9110 §5.1 that the HTTP client does not set
   * itself.
   */
  static String checkName(String name) {
    requireNonNull(name, "header name");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && TOKEN_MARKS.indexOf(c) < 0) {
        throw new IllegalArgumentException(
            "A header name must have only letters, digits and " + TOKEN_MARKS + "; check the name");
      }
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A header name must not be empty");
    }
    // Their lengths tell most names apart, unlike the order that a sorted set needs.
    for (String owned : CLIENT_OWNED) {
      if (owned.equalsIgnoreCase(name)) {
        throw new IllegalArgumentException(
            "The header " + name + " must not be set, because the HTTP client sets it itself");
      }
    }
    return name;
  }

  /**
   * Returns the value if it consists of visible ASCII, inner spaces and tabs; the exception does
   * not show it.
   */
  static String checkValue(String name, String value) {
    requireNonNull(value, () -> "value of header " + name);
    String fault = fault(value);
    if (fault != null) {
      throw new IllegalArgumentException("The value of header " + name + " " + fault);
    }
    return value;
  }

  private static @Nullable String fault(String value) {
    if (value.isEmpty()) {
      return "must not be empty";
    }
    if (!isSurelyVisible(value.getBytes(StandardCharsets.UTF_8))) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if ((c < ' ' || c > '~') && c != '\t') {
          return fault(c);
        }
      }
    }
    return isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1))
        ? "must not start or end with a space; strip it"
        : null;
  }

  /**
   * Returns whether all bytes are visible ASCII or spaces, and none is a question mark, to which
   * UTF-8 changes half of a pair of surrogates. Eight are looked at in one step, because a scheme
   * may return another value for each request; one by one took a third of such a request.
   */
  private static boolean isSurelyVisible(byte[] bytes) {
    ByteBuffer reader = ByteBuffer.wrap(bytes);
    int i = 0;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long eight = reader.getLong(i);
      // The highest bit of a byte is set if it was, or if there was less than a space, a DEL or a
      // question mark.
      long marked = eight | (eight - SPACES) | (eight + ONES) | ((eight ^ QUESTION_MARKS) - ONES);
      if ((marked & HIGHEST_BITS) != 0) {
        return false;
      }
    }
    for (; i < bytes.length; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~' || bytes[i] == '?') {
        return false;
      }
    }
    return true;
  }

  private static String fault(char c) {
    if (c == '\n' || c == '\r') {
      return "must not have a line break; strip the text that was read from a file";
    }
    return c < ' ' || c == 0x7f
        ? "must not have a control character"
        : "must not have a character outside ASCII";
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Returns a new mutable set of names that ignores case. */
  static Set<String> names(Collection<String> names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(names);
    return set;
  }

  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
