package dev.latchkey.signatures;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The canonical form of a request, whose digest is signed. */
final class AwsSigV4Request {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

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
    String text = uri.toASCIIString();
    URI ascii = text.equals(uri.toString()) ? uri : URI.create(text);
    StringBuilder out = new StringBuilder(1024).append(method).append('\n');
    appendPath(out, ascii, isS3);
    appendQuery(out.append('\n'), ascii.getRawQuery());
    out.append('\n');
    headers.forEach((name, values) -> appendHeader(out, name, values));
    return out.append('\n').append(names).append('\n').append(digest).toString();
  }

  private static void appendPath(StringBuilder out, URI uri, boolean isS3) {
    String raw = uri.getRawPath();
    String path = isS3 ? raw : uri.normalize().getRawPath();
    if (path.length() > 1 && path.endsWith("/") && !raw.endsWith("/")) {
      // What a dot at the end leaves behind, which the AWS SDK takes off.
      path = path.substring(0, path.length() - 1);
    }
    appendEncoded(out, path.isEmpty() ? "/" : path, isS3, true);
  }

  private static void appendQuery(StringBuilder out, @Nullable String query) {
    if (query == null) {
      return;
    }
    String[] parameters = query.split("&");
    for (int i = 0; i < parameters.length; i++) {
      String[] pair = parameters[i].split("=", 2);
      StringBuilder encoded = new StringBuilder(parameters[i].length() + 16);
      appendEncoded(encoded, pair[0], true, false);
      appendEncoded(encoded.append(SEPARATOR), pair.length == 1 ? "" : pair[1], true, false);
      parameters[i] = encoded.toString();
    }
    Arrays.sort(parameters);
    for (String parameter : parameters) {
      // A value without a name is not signed.
      if (parameter.charAt(0) != SEPARATOR) {
        out.append(out.charAt(out.length() - 1) == '\n' ? "" : "&");
        out.append(parameter.replace(SEPARATOR, '='));
      }
    }
  }

  /** Appends values without spaces around them, and with single ones in them. */
  private static void appendHeader(StringBuilder out, String name, List<String> values) {
    char before = ':';
    out.append(name);
    for (String value : values) {
      out.append(before);
      before = ',';
      char last = ' ';
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i) == '\t' ? ' ' : value.charAt(i);
        if (c != ' ' || last != ' ') {
          out.append(c);
        }
        last = c;
      }
      out.setLength(out.length() - (out.charAt(out.length() - 1) == ' ' ? 1 : 0));
    }
    out.append('\n');
  }

  /**
   * Appends a text with all but the unreserved characters percent-encoded.
   *
   * @param decodes whether to decode it first, as servers do
   * @param isPath whether to keep slashes
   */
  private static void appendEncoded(
      StringBuilder out, String text, boolean decodes, boolean isPath) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (decodes && c == '%') {
        c = Integer.parseInt(text, i + 1, i + 3, 16);
        i += 2;
      } else if (decodes && c == '+') {
        c = ' ';
      }
      if (isUnreserved(c) || (isPath && c == '/')) {
        out.append((char) c);
      } else {
        out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
  }

  private static boolean isUnreserved(int c) {
    return ((c | 32) >= 'a' && (c | 32) <= 'z')
        || (c >= '0' && c <= '9')
        || (c == '-' || c == '.' || c == '_' || c == '~');
  }
}
