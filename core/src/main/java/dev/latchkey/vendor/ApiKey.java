package dev.latchkey.vendor;

import static java.util.Objects.requireNonNullElse;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * API keys in {@code x-api-key}, alone or with a signature in {@code x-signature}, and for
 * organizations with {@code x-app-key} and {@code x-app-signature}. A signature is a token with the
 * claims {@code key} and {@code exp}, made for each request and signed with HS256. The secret,
 * whose UTF-8 bytes are the key, is never sent.
 */
public final class ApiKey {
  private static final Duration SIGNATURE_LIFETIME = Duration.ofSeconds(15);
  private static final Duration ORGANIZATION_SIGNATURE_LIFETIME = Duration.ofSeconds(60);

  private ApiKey() {}

  /**
   * Returns a scheme that sends the key alone.
   *
   * @throws IllegalArgumentException if the key is empty or has a character that is not allowed in
   *     a header; the message does not show it
   */
  public static AuthScheme of(String apiKey) {
    return builder(apiKey).build();
  }

  /**
   * Returns a scheme that sends the key and a signature that is valid for 15 seconds.
   *
   * @throws IllegalArgumentException as {@link #of} does, and if the JWT key is empty
   */
  public static AuthScheme signed(String apiKey, String jwtKey) {
    return builder(apiKey).signedWith(jwtKey).build();
  }

  /**
   * Returns a scheme that sends the user's key, the key of the user's organization and its
   * signature, which is valid for 60 seconds.
   *
   * @throws IllegalArgumentException as {@link #of} does, for both keys, and if the secret is empty
   */
  public static AuthScheme forOrganization(String apiKey, String appKey, String appSecret) {
    return builder(apiKey).organization(appKey, appSecret).build();
  }

  /**
   * Returns a builder of a scheme that may have both signatures.
   *
   * @throws IllegalArgumentException as {@link #of} does
   */
  public static Builder builder(String apiKey) {
    return new Builder(Keys.checkHeaderText("The API key", apiKey));
  }

  /**
   * Settings of an API key scheme. Each may be set once: setting it again throws an {@link
   * IllegalArgumentException}. Not thread-safe.
   */
  public static final class Builder {
    private final String apiKey;
    private @Nullable SigningKey jwtKey;
    private @Nullable String appKey;
    private @Nullable SigningKey appSecret;
    private @Nullable Duration signatureLifetime;
    private @Nullable Duration organizationSignatureLifetime;

    private Builder(String apiKey) {
      this.apiKey = apiKey;
    }

    /**
     * Adds {@code x-signature}.
     *
     * @throws IllegalArgumentException if the key is empty
     */
    public Builder signedWith(String jwtKey) {
      Keys.checkUnset("signedWith", this.jwtKey);
      this.jwtKey = SigningKey.hs256(jwtKey);
      return this;
    }

    /**
     * Adds {@code x-app-key} and {@code x-app-signature}.
     *
     * @throws IllegalArgumentException if the app key is empty or has a character that is not
     *     allowed in a header, or the secret is empty; the message shows neither
     */
    public Builder organization(String appKey, String appSecret) {
      Keys.checkUnset("organization", this.appKey);
      this.appKey = Keys.checkHeaderText("The app key", appKey);
      this.appSecret = SigningKey.hs256(appSecret);
      return this;
    }

    /**
     * Sets the lifetime of {@code x-signature}. The default is 15 seconds; the vendor's own clients
     * use 60.
     *
     * @throws IllegalArgumentException if it is less than a second
     */
    public Builder signatureLifetime(Duration lifetime) {
      Keys.checkUnset("signatureLifetime", this.signatureLifetime);
      this.signatureLifetime = Keys.checkLifetime("signatureLifetime", lifetime);
      return this;
    }

    /**
     * Sets the lifetime of {@code x-app-signature}. The default is 60 seconds.
     *
     * @throws IllegalArgumentException if it is less than a second
     */
    public Builder organizationSignatureLifetime(Duration lifetime) {
      Keys.checkUnset("organizationSignatureLifetime", this.organizationSignatureLifetime);
      this.organizationSignatureLifetime =
          Keys.checkLifetime("organizationSignatureLifetime", lifetime);
      return this;
    }

    /** Returns the scheme. */
    public AuthScheme build() {
      List<AuthScheme> parts = new ArrayList<>();
      parts.add(AuthScheme.header("x-api-key", apiKey));
      if (jwtKey != null) {
        parts.add(
            signature(
                "x-signature",
                apiKey,
                jwtKey,
                requireNonNullElse(signatureLifetime, SIGNATURE_LIFETIME)));
      }
      if (appKey != null && appSecret != null) {
        parts.add(AuthScheme.header("x-app-key", appKey));
        parts.add(
            signature(
                "x-app-signature",
                appKey,
                appSecret,
                requireNonNullElse(
                    organizationSignatureLifetime, ORGANIZATION_SIGNATURE_LIFETIME)));
      }
      return AuthScheme.allOf(parts.toArray(AuthScheme[]::new));
    }

    private static AuthScheme signature(
        String header, String key, SigningKey secret, Duration lifetime) {
      return JwtScheme.signedWith(secret)
          .header(header)
          .claim("key", key)
          .lifetime(lifetime)
          .withoutIssuedAt()
          .perRequest()
          .build();
    }
  }
}
