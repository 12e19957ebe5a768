package dev.latchkey.signatures;

import dev.latchkey.CredentialException;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The component {@code @query-param} (RFC 9421 §2.2.8). */
final class HttpSignatureQuery {
  private static final String START = "\"@query-param\";name=\"";

  private HttpSignatureQuery() {}

  /**
   * Returns the component of an identifier such as {@code "@query-param";name="a%20b"}, or null.
   */
  static @Nullable HttpSignatureComponent of(String identifier) {
    if (!identifier.startsWith(START) || !identifier.endsWith("\"")) {
      return null;
    }
    String name = identifier.substring(START.length(), identifier.length() - 1);
    return name.isEmpty() || !name.equals(encoded(name))
        ? null
        : context -> value(context.uri().getRawQuery(), name);
  }

  private static String value(@Nullable String query, String name) throws CredentialException {
    String found = "";
    int times = 0;
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      int end = (pair + "=").indexOf('=');
      if (encoded(pair.substring(0, end)).equals(name)) {
        found = encoded(pair.substring(Math.min(end + 1, pair.length())));
        times++;
      }
    }
    if (times != 1) {
      throw new CredentialException(
          "a request must have the query parameter " + name + " once, but has it " + times + "x");
    }
    return found;
  }

  /** Decodes a name or a value, and encodes it as it is signed. */
  private static String encoded(String raw) {
    return URLEncoder.encode(decoded(raw), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Decodes a name or a value of a query or a form as browsers do. */
  static String decoded(String raw) {
    byte[] in = raw.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low < 0) {
        out.write(in[i] == '+' ? ' ' : in[i]);
      } else {
        out.write(high << 4 | low);
        i += 2;
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
