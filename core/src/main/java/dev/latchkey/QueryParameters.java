package dev.latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Appends and removes parameters in the query of a URL: {@code name=value}, separated by
 * ampersands.
 */
final class QueryParameters {
  /** How often a text is decoded, so that a server's header cannot cause unlimited work. */
  private static final int MOST_ENCODINGS = 5;

  private QueryParameters() {}

  /**
   * Checks a parameter that is to be sent.
   *
   * @throws IllegalArgumentException if it cannot be sent; the message does not show the value
   */
  static void check(String name, String value) {
    String fault = fault(requireNonNull(name, "query parameter name"));
    if (fault != null) {
      throw new IllegalArgumentException("The name of a query parameter " + fault);
    }
    fault = fault(requireNonNull(value, () -> "value of query parameter " + name));
    if (fault != null) {
      throw new IllegalArgumentException("The value of query parameter " + name + " " + fault);
    }
  }

  private static @Nullable String fault(String text) {
    if (text.isEmpty()) {
      return "must not be empty";
    }
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      return "must not have a line break; strip the text that was read from a file";
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return "must not have a control character";
    }
    return UTF_8.newEncoder().canEncode(text) ? null : "must be valid Unicode";
  }

  /** Returns the URL with the parameters appended to its query. */
  static String append(String url, Map<String, String> parameters) {
    int end = endOfQuery(url);
    StringBuilder text = new StringBuilder(url).delete(end, url.length());
    parameters.forEach(
        (name, value) -> {
          int query = text.indexOf("?");
          if (query < 0) {
            text.append('?');
          } else if (query < text.length() - 1 && text.charAt(text.length() - 1) != '&') {
            text.append('&');
          }
          text.append(encoded(name)).append('=').append(encoded(value));
        });
    return text.append(url, end, url.length()).toString();
  }

  /**
   * Returns the URL without all occurrences of these parameters, in any encoding and letter case:
   * some servers redirect to their URLs in lower case.
   */
  static String remove(String url, Map<String, String> parameters) {
    int end = endOfQuery(url);
    int start = url.indexOf('?');
    if (parameters.isEmpty() || start < 0 || start >= end) {
      return url;
    }
    StringJoiner others = new StringJoiner("&");
    boolean changed = false;
    boolean left = false;
    for (String parameter : url.substring(start + 1, end).split("&", -1)) {
      if (isOneOf(parameters, parameter)) {
        changed = true;
      } else {
        others.add(parameter);
        left = true;
      }
    }
    if (!changed) {
      return url;
    }
    // An empty reference would mean the base with its query.
    String query = left || start == 0 ? "?" + others : "";
    return url.substring(0, start) + query + url.substring(end);
  }

  private static boolean isOneOf(Map<String, String> parameters, String written) {
    int equals = written.indexOf('=');
    if (equals < 0) {
      return false;
    }
    String name = written.substring(0, equals);
    String value = written.substring(equals + 1);
    return parameters.entrySet().stream()
        .anyMatch(
            each ->
                means(name, each.getKey(), String::equalsIgnoreCase)
                    && means(value, each.getValue(), String::equalsIgnoreCase));
  }

  /**
   * Returns whether a query has a parameter of the name.
   *
   * @param query as it is written in the URL; null if there is none
   */
  static boolean has(@Nullable String query, String name) {
    if (query == null) {
      return false;
    }
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (means(equals < 0 ? parameter : parameter.substring(0, equals), name, String::equals)) {
        return true;
      }
    }
    return false;
  }

  private static int endOfQuery(String url) {
    int fragment = url.indexOf('#');
    return fragment < 0 ? url.length() : fragment;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /**
   * Returns whether servers may have written the text like this: encoded once, several times, or
   * not at all.
   */
  private static boolean means(String written, String text, BiPredicate<String, String> same) {
    String each = written;
    for (int i = 0; i < MOST_ENCODINGS; i++) {
      String decoded = decoded(each.replace("+", "%2B"));
      if (same.test(each, text) || same.test(decoded, text) || same.test(decoded(each), text)) {
        return true;
      }
      if (decoded.equals(each)) {
        return false;
      }
      each = decoded;
    }
    return false;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
