package dev.latchkey.examples.tool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.Headers;

/** The credentials among a request's headers, in a form that may be printed. */
public final class Transport {
  private static final int MOST_CHARACTERS_SHOWN = 4;

  /** Those that the clients set by themselves. */
  private static final Set<String> ORDINARY =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-length",
          "content-type",
          "host",
          "http2-settings",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private Transport() {}

  /** All that is not known to be harmless, so that no credential is missed for its name. */
  public static Headers credentials(Headers headers) {
    Headers.Builder credentials = new Headers.Builder();
    headers.forEach(
        header -> {
          if (!ORDINARY.contains(header.getFirst().toLowerCase(Locale.ROOT))) {
            credentials.addUnsafeNonAscii(header.getFirst(), header.getSecond());
          }
        });
    return credentials.build();
  }

  /** One line a header: its scheme word and a few characters of each part. */
  static List<String> shortened(Headers credentials) {
    return credentials.names().stream()
        .sorted()
        .map(name -> name + ": " + shortened(String.valueOf(credentials.get(name))))
        .toList();
  }

  private static String shortened(String value) {
    int space = value.indexOf(' ');
    String word = value.substring(0, space + 1);
    String parts =
        Arrays.stream(value.substring(space + 1).split(":", -1))
            .map(Transport::start)
            .collect(Collectors.joining(":"));
    return word + parts + keyId(value.substring(space + 1));
  }

  /** Never more than a third, so that a short secret stays one. */
  static String start(String secret) {
    return secret.substring(0, Math.min(MOST_CHARACTERS_SHOWN, secret.length() / 3)) + "...";
  }

  private static String keyId(String token) {
    try {
      return Token.parse(token).headerField("kid") instanceof String id
          ? " kid " + id.substring(0, Math.min(MOST_CHARACTERS_SHOWN, id.length()))
          : "";
    } catch (Refused e) {
      return "";
    }
  }
}
