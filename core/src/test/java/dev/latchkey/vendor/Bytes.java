package dev.latchkey.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Spoils what was right, by one byte. */
final class Bytes {
  private Bytes() {}

  /** Another character at one place. */
  static String changed(String text, int at) {
    return text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
  }

  /** The token with the last character of a claim's value changed, its signature left as it was. */
  static String withChangedClaim(String jwt, String claim) {
    return withChangedMember(jwt, claim, 1);
  }

  /** The token with the last character of a header field changed, its signature left as it was. */
  static String withChangedHeader(String jwt, String field) {
    return withChangedMember(jwt, field, 0);
  }

  private static String withChangedMember(String jwt, String name, int part) {
    String[] parts = jwt.split("\\.");
    String json = new String(Base64.getUrlDecoder().decode(parts[part]), StandardCharsets.UTF_8);
    int start = json.indexOf("\"" + name + "\":");
    assertThat(start).as(name).isNotNegative();
    int at = start + name.length() + 3;
    while ("[\"".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    parts[part] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(changed(json, at).getBytes(StandardCharsets.UTF_8));
    return String.join(".", parts);
  }
}
