package dev.latchkey;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the header and the claims of a token. Ours, because java-jwt writes an audience of one as
 * a string whatever it is given, and because claims that never change are written once this way.
 */
final class JwtJson {
  private JwtJson() {}

  static String object(Map<String, ?> members) {
    StringBuilder out = new StringBuilder();
    write(out, members);
    return out.toString();
  }

  /**
   * Appends a value: text, boolean, whole number, finite double, {@link java.time.Instant} (as RFC
   * 7519 NumericDate), {@link java.net.URI}, {@link java.util.UUID}, or a list, array or map of
   * such.
   *
   * @throws IllegalArgumentException for anything else, naming the type
   */
  static void write(StringBuilder out, @Nullable Object value) {
    if (value instanceof CharSequence
        || value instanceof java.net.URI
        || value instanceof java.util.UUID) {
      string(out, value.toString());
    } else if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof java.math.BigInteger) {
      out.append(value);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      out.append(value);
    } else if (value instanceof java.time.Instant instant) {
      out.append(instant.getEpochSecond());
    } else if (value instanceof Object[] array) {
      list(out, Arrays.asList(array).iterator());
    } else if (value instanceof Iterable<?> iterable) {
      list(out, iterable.iterator());
    } else if (value instanceof Map<?, ?> map) {
      map(out, map);
    } else {
      throw new IllegalArgumentException(
          value == null ? "null" : "no JSON form for " + value.getClass().getName());
    }
  }

  static void string(StringBuilder out, String text) {
    out.append('"');
    if (isPlain(text)) {
      // As a whole: character by character, it would be a tenth of the time of a signature.
      out.append(text);
    } else {
      escape(out, text);
    }
    out.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isQuoted(c) || isEncoded(c)) {
        return false;
      }
    }
    return true;
  }

  private static void escape(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isQuoted(c)) {
        out.append('\\').append(c);
      } else if (isEncoded(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
  }

  private static boolean isQuoted(char c) {
    return c == '"' || c == '\\';
  }

  /** Escaped surrogates survive where a lone one would become '?' in UTF-8. */
  private static boolean isEncoded(char c) {
    return c < ' ' || Character.isSurrogate(c);
  }

  private static void list(StringBuilder out, Iterator<?> items) {
    out.append('[');
    while (items.hasNext()) {
      write(out, items.next());
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void map(StringBuilder out, Map<?, ?> members) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      out.append(separator);
      string(out, String.valueOf(member.getKey()));
      out.append(':');
      write(out, member.getValue());
      separator = ",";
    }
    out.append('}');
  }
}
