package dev.latchkey.vendor;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Authgear's Admin API: {@code Authorization: Bearer} with a token that is valid for five minutes,
 * signed with the project's key and RS256. If the server does not accept a token, it responds with
 * 403, never 401. See <a
 * href="https://docs.authgear.com/reference/apis/admin-api/authentication-and-security">its
 * documentation</a>, "Authentication and Security".
 */
public final class AuthgearAdmin {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private AuthgearAdmin() {}

  /**
   * Returns a scheme for a project's Admin API with a constant key.
   *
   * @param projectId the first label of the endpoint: {@code myapp} of {@code
   *     https://myapp.authgearapps.com}
   * @throws IllegalArgumentException if the project id is blank or a URL, or the key is not RS256
   *     with a key id, which the server requires
   */
  public static AuthScheme project(String projectId, SigningKey key) {
    return start(projectId, JwtScheme.signedWith(key));
  }

  /**
   * Returns a scheme for a project's Admin API with a key that may be rotated while the program
   * runs, such as a {@link dev.latchkey.KeyFile}. The supplier is called whenever a token is
   * signed, and after a refusal.
   *
   * @throws IllegalArgumentException if the project id is blank or a URL
   */
  public static AuthScheme project(String projectId, Supplier<SigningKey> key) {
    return start(projectId, JwtScheme.signedWith(key));
  }

  private static AuthScheme start(String projectId, JwtScheme.Builder builder) {
    if (requireNonNull(projectId, "projectId").isBlank() || projectId.contains("/")) {
      throw new IllegalArgumentException(
          "The project id must be the first label of the endpoint, myapp of"
              + " https://myapp.authgearapps.com");
    }
    // The documentation shows the audience as an array of one.
    return builder
        .algorithm(SigningAlgorithm.RS256)
        .requireKeyId()
        .claim("aud", List.of(projectId))
        .lifetime(LIFETIME)
        .refusedWith(403)
        .build();
  }
}
