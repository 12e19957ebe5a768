package dev.latchkey.vendor;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import java.net.URI;
import java.time.Duration;

/**
 * StatusEntry's API key pairs: {@code Authorization: StatusEntry <access key>:<token>}, the token
 * signed with the UTF-8 bytes of the secret key by HS256 and valid for a day. See <a
 * href="https://docs.statusentry.com">its documentation</a>, "How to use StatusEntry API key pairs
 * to authenticate your request". The API is at {@code https://api.statusentry.com}.
 */
public final class StatusEntry {
  private static final String AUDIENCE = "www.statusentry.com";
  private static final Duration LIFETIME = Duration.ofDays(1);

  private StatusEntry() {}

  /**
   * Returns a scheme that sends one token with all requests, with the documented claims.
   *
   * @throws IllegalArgumentException if a key is empty, the access key has a character that is not
   *     allowed in a header, or the secret key ends with a line break; the message shows neither
   */
  public static AuthScheme keyPair(String accessKey, String secretKey) {
    return start(accessKey, secretKey).build();
  }

  /**
   * Returns a scheme that signs a token for each path and query, which is its {@code sub} claim as
   * in the documentation's example header.
   *
   * @throws IllegalArgumentException as {@link #keyPair} does
   */
  public static AuthScheme keyPairBoundToPath(String accessKey, String secretKey) {
    return start(accessKey, secretKey).claim("sub", StatusEntry::pathAndQuery).build();
  }

  private static JwtScheme.Builder start(String accessKey, String secretKey) {
    Keys.checkHeaderText("The access key", accessKey);
    return JwtScheme.signedWith(SigningKey.hs256(secretKey))
        .header("Authorization", token -> "StatusEntry " + accessKey + ":" + token)
        .issuer(accessKey)
        .audience(AUDIENCE)
        .lifetime(LIFETIME);
  }

  private static String pathAndQuery(IssueContext context) {
    URI uri = context.uri();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
