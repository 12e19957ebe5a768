package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.IssueContext;
import java.net.URLDecoder;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads names and values in a query or a form, which have the same encoding. */
final class FormFields {
  private static final Pattern NO_ESCAPE = Pattern.compile("%(?!\\p{XDigit}{2})");

  private FormFields() {}

  /** Returns the query of a request with its question mark; empty if there is none. */
  static String query(IssueContext context) {
    String query = context.uri().getRawQuery();
    return query == null ? "" : "?" + query;
  }

  /**
   * Returns the fields of a name without decoding: name and value, or only the name if there is no
   * value.
   */
  static Stream<String[]> named(String name, @Nullable String form) {
    return Stream.of((form == null ? "" : form).split("&", -1))
        .map(field -> field.split("=", 2))
        .filter(field -> decoded(field[0]).equals(name));
  }

  /**
   * Decodes a name or a value as browsers do: a percent sign that does not begin an escape stays.
   */
  static String decoded(String raw) {
    return raw.indexOf('%') < 0
        ? raw.replace('+', ' ')
        : URLDecoder.decode(NO_ESCAPE.matcher(raw).replaceAll("%25"), UTF_8);
  }
}
