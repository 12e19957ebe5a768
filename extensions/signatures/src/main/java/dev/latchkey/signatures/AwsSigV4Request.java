package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The canonical form of a request, whose digest is signed. */
final class AwsSigV4Request {
  /** Sorts before all characters of an encoded parameter, unlike {@code =}. */
  private static final char SEPARATOR = '!';

  private final String path;
  private final String query;

  /**
   * @param isS3 whether the path is encoded once and not normalized
   */
  AwsSigV4Request(URI uri, boolean isS3) {
    String whole = uri.toASCIIString();
    URI ascii = whole.equals(uri.toString()) ? uri : URI.create(whole);
    this.path = path(ascii, isS3);
    this.query = query(ascii.getRawQuery());
  }

  /** Returns whether the URL has a signature, however its name is encoded. */
  boolean isPresigned() {
    return ("&" + query).contains("&X-Amz-Signature=");
  }

  /**
   * Returns the request in canonical form.
   *
   * @param headers the signed headers, by name in lower case, sorted
   * @param names the names of these headers, separated by semicolons
   */
  String canonical(String method, Map<String, List<String>> headers, String names, String digest) {
    StringBuilder lines = new StringBuilder(512).append(method).append('\n');
    lines.append(path).append('\n').append(query).append('\n');
    headers.forEach(
        (name, values) -> lines.append(name).append(':').append(line(values)).append('\n'));
    return lines.append('\n').append(names).append('\n').append(digest).toString();
  }

  private static String path(URI uri, boolean isS3) {
    String raw = uri.getRawPath();
    String path = isS3 ? raw : uri.normalize().getRawPath();
    if (path.length() > 1 && path.endsWith("/") && !raw.endsWith("/")) {
      // A dot at the end leaves this behind, which the AWS SDK removes.
      path = path.substring(0, path.length() - 1);
    }
    String text = path.isEmpty() ? "/" : isS3 ? FormFields.decoded(path) : path;
    return encode(text, "/-._~", new StringBuilder(text.length())).toString();
  }

  /** Returns a query without values that have no name, which are not signed. */
  private static String query(@Nullable String query) {
    List<String> fields = new ArrayList<>();
    for (String field : query == null ? new String[0] : query.split("&", -1)) {
      String[] pair = field.split("=", 2);
      if (!pair[0].isEmpty()) {
        StringBuilder text = recode(pair[0], new StringBuilder(field.length() + 1));
        fields.add(recode(pair.length == 1 ? "" : pair[1], text.append(SEPARATOR)).toString());
      }
    }
    Collections.sort(fields);
    return String.join("&", fields).replace(SEPARATOR, '=');
  }

  /** Returns values without surrounding spaces, and with single spaces inside. */
  private static String line(List<String> values) {
    String line =
        values.size() == 1
            ? values.get(0).trim()
            : values.stream().map(String::trim).collect(joining(","));
    String spaced = line.replace('\t', ' ');
    return spaced.contains("  ") ? spaced.replaceAll(" +", " ") : spaced;
  }

  /** Normalizes the encoding of a text that is already encoded. */
  private static StringBuilder recode(String raw, StringBuilder to) {
    return encode(FormFields.decoded(raw), "-._~", to);
  }

  /** Percent-encodes all but ASCII letters and digits and some other characters. */
  private static StringBuilder encode(String text, String others, StringBuilder to) {
    for (byte b : text.getBytes(UTF_8)) {
      // Neither accepts a negative number, as bytes outside ASCII are, as a character.
      if (Character.isLetterOrDigit(b) || others.indexOf(b) >= 0) {
        to.append((char) b);
      } else {
        HexFormat.of().withUpperCase().toHexDigits(to.append('%'), b);
      }
    }
    return to;
  }
}
