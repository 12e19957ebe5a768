package dev.latchkey;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON of a token's header and claims. java-jwt's writer is not used: it turns an array
 * of one audience into a string, and renders constant claims again for each token.
 */
final class JwtJson {
  private static final int MAXIMUM_DEPTH = 64;

  private JwtJson() {}

  /** Returns an object as UTF-8. */
  static byte[] object(Map<String, ?> members) {
    JsonBytes out = new JsonBytes(128);
    write(out, members);
    return out.toArray();
  }

  /**
   * Appends a value: text, boolean, finite number, {@link java.time.Instant} (as RFC 7519
   * NumericDate), {@link java.net.URI}, {@link java.util.UUID}, or a collection, array or map of
   * these.
   *
   * @throws IllegalArgumentException for any other type; the message names the type and does not
   *     show the value
   */
  static void write(JsonBytes out, @Nullable Object value) {
    write(out, value, 0);
  }

  private static void write(JsonBytes out, @Nullable Object value, int depth) {
    if (isText(value)) {
      out.string(String.valueOf(value));
    } else if (value instanceof Boolean || isFinite(value)) {
      out.append(String.valueOf(value));
    } else if (value instanceof java.time.Instant instant) {
      out.append(Long.toString(instant.getEpochSecond()));
    } else if (value instanceof Object[] array) {
      list(out, Arrays.asList(array), nested(depth));
    } else if (value instanceof Collection<?> items) {
      list(out, items, nested(depth));
    } else if (value instanceof Map<?, ?> map) {
      map(out, map, nested(depth));
    } else {
      throw new IllegalArgumentException(
          value == null ? "null" : "no JSON form for " + value.getClass().getName());
    }
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof CharSequence
        || value instanceof java.net.URI
        || value instanceof java.util.UUID;
  }

  private static boolean isWhole(@Nullable Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof java.math.BigInteger;
  }

  private static boolean isFinite(@Nullable Object value) {
    return isWhole(value)
        || value instanceof java.math.BigDecimal
        || (value instanceof Double number && Double.isFinite(number))
        || (value instanceof Float single && Float.isFinite(single));
  }

  /** Returns the next depth; limited, so that a cycle is an error before it exhausts the stack. */
  private static int nested(int depth) {
    if (depth == MAXIMUM_DEPTH) {
      throw new IllegalArgumentException(
          "lists or maps nested more than " + MAXIMUM_DEPTH + " deep, or in a cycle");
    }
    return depth + 1;
  }

  private static void list(JsonBytes out, Collection<?> items, int depth) {
    out.append('[');
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      write(out, item, depth);
      separator = ",";
    }
    out.append(']');
  }

  private static void map(JsonBytes out, Map<?, ?> members, int depth) {
    out.append('{');
    // The keys of a map differ, but 1 and "1" are the same text.
    Set<String> names = new HashSet<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String name = name(member.getKey());
      if (!names.isEmpty()) {
        out.append(',');
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException("a map with two keys of the same text");
      }
      out.string(name);
      out.append(':');
      write(out, member.getValue(), depth);
    }
    out.append('}');
  }

  private static String name(@Nullable Object key) {
    if (isText(key) || isWhole(key)) {
      return String.valueOf(key);
    }
    throw new IllegalArgumentException(
        key == null
            ? "a map with the key null"
            : "a map with a key of " + key.getClass().getName() + "; use text or whole numbers");
  }
}
