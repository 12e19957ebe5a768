package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The canonical form of a request, whose digest is signed. */
final class AwsSigV4Request {
  private static final Pattern SPACES = Pattern.compile("[ \t]{2,}|\t");

  /** Sorts before all that may be in an encoded parameter, which {@code =} does not. */
  private static final char SEPARATOR = '!';

  private AwsSigV4Request() {}

  /**
   * Returns a request in canonical form.
   *
   * @param headers those that are signed, by their names in lower case, sorted
   * @param isS3 whether the path is encoded once and not normalized
   */
  static String canonical(
      String method, URI uri, Map<String, List<String>> headers, String digest, boolean isS3) {
    String whole = uri.toASCIIString();
    URI ascii = whole.equals(uri.toString()) ? uri : URI.create(whole);
    StringBuilder lines = new StringBuilder(512);
    headers.forEach((name, values) -> lines.append(name).append(':').append(value(values)));
    String names = String.join(";", headers.keySet());
    String query = query(ascii.getRawQuery());
    return String.join("\n", method, path(ascii, isS3), query, lines, names, digest);
  }

  private static String path(URI uri, boolean isS3) {
    String raw = uri.getRawPath();
    String path = isS3 ? raw : uri.normalize().getRawPath();
    if (path.length() > 1 && path.endsWith("/") && !raw.endsWith("/")) {
      // What a dot at the end leaves behind, which the AWS SDK takes off.
      path = path.substring(0, path.length() - 1);
    }
    return path.isEmpty() ? "/" : (isS3 ? recoded(path) : encoded(path)).replace("%2F", "/");
  }

  /** Returns a query without values that have no name, which are not signed. */
  private static String query(@Nullable String query) {
    return FormFields.in(query)
        .filter(pair -> !pair[0].isEmpty())
        .map(pair -> recoded(pair[0]) + SEPARATOR + (pair.length == 1 ? "" : recoded(pair[1])))
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

  /** Encodes what is encoded already, in whatever way. */
  private static String recoded(String raw) {
    return encoded(FormFields.decoded(raw));
  }

  /** Percent-encodes all but the unreserved characters of RFC 3986 §2.3. */
  private static String encoded(String text) {
    String encoded = URLEncoder.encode(text, UTF_8);
    return encoded.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }
}
