package dev.latchkey.signatures;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The canonical form of a request, whose digest is signed. */
final class AwsSigV4Request {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern SPACES = Pattern.compile("[ \t]+");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** Sorts before all that may be in an encoded parameter, which {@code =} does not. */
  private static final char SEPARATOR = '!';

  private AwsSigV4Request() {}

  /**
   * Returns a request in canonical form.
   *
   * @param headers those that are signed, by their names in lower case, sorted
   * @param names of these headers, with semicolons between them
   * @param isS3 whether the path is encoded once and not normalized
   */
  static String canonical(
      String method,
      URI uri,
      Map<String, List<String>> headers,
      String names,
      String digest,
      boolean isS3) {
    URI ascii = URI.create(uri.toASCIIString());
    StringBuilder out = new StringBuilder(1024).append(method);
    out.append('\n').append(path(ascii, isS3)).append('\n').append(query(ascii.getRawQuery()));
    out.append('\n');
    headers.forEach((name, values) -> out.append(name).append(':').append(value(values)));
    return out.append('\n').append(names).append('\n').append(digest).toString();
  }

  private static String path(URI uri, boolean isS3) {
    String raw = uri.getRawPath();
    String path = isS3 ? raw : uri.normalize().getRawPath();
    if (path.length() > 1 && path.endsWith("/") && !raw.endsWith("/")) {
      // What a dot at the end leaves behind, which the AWS SDK takes off.
      path = path.substring(0, path.length() - 1);
    }
    return path.isEmpty() ? "/" : encoded(path, isS3, UNRESERVED + "/");
  }

  /** Returns a query without values that have no name, which are not signed. */
  private static String query(@Nullable String query) {
    return Stream.of((query == null ? "" : query).split("&", -1))
        .map(parameter -> parameter.split("=", 2))
        .filter(pair -> !pair[0].isEmpty())
        .map(pair -> encoded(pair[0]) + SEPARATOR + (pair.length == 1 ? "" : encoded(pair[1])))
        .sorted()
        .collect(joining("&"))
        .replace(SEPARATOR, '=');
  }

  /** Returns the line of values without spaces around them, and with single ones in them. */
  private static String value(List<String> values) {
    return values.stream()
        .map(value -> SPACES.matcher(value).replaceAll(" ").trim())
        .collect(joining(",", "", "\n"));
  }

  private static String encoded(String parameter) {
    return encoded(parameter, true, UNRESERVED);
  }

  /**
   * Returns a text with all but some characters percent-encoded.
   *
   * @param decodes whether to decode it first, as servers do
   */
  private static String encoded(String text, boolean decodes, String kept) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (decodes && c == '%') {
        c = Integer.parseInt(text, i + 1, i + 3, 16);
        i += 2;
      } else if (decodes && c == '+') {
        c = ' ';
      }
      if (kept.indexOf(c) >= 0) {
        out.append((char) c);
      } else {
        out.append('%').append(HEX.toHexDigits((byte) c));
      }
    }
    return out.toString();
  }
}
