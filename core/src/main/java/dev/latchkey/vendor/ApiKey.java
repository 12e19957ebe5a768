package dev.latchkey.vendor;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * API keys in {@code x-api-key}, alone or with a signature in {@code x-signature}, and for
 * organizations with {@code x-app-key} and {@code x-app-signature}. A signature is a token of the
 * claims {@code key} and {@code exp}, signed by HS256 with the UTF-8 bytes of a secret that never
 * leaves this machine, and made for each request.
 */
public final class ApiKey {
  private static final Duration SIGNATURE_LIFETIME = Duration.ofSeconds(15);
  private static final Duration ORGANIZATION_SIGNATURE_LIFETIME = Duration.ofSeconds(60);

  private ApiKey() {}

  /**
   * The key alone.
   *
   * @throws IllegalArgumentException if it is empty or has a character that a header cannot carry;
   *     the message does not show it
   */
  public static AuthScheme of(String apiKey) {
    return builder(apiKey).build();
  }

  /**
   * The key and a signature that is valid for 15 seconds.
   *
   * @throws IllegalArgumentException as {@link #of}, and if the JWT key is empty
   */
  public static AuthScheme signed(String apiKey, String jwtKey) {
    return builder(apiKey).signedWith(jwtKey).build();
  }

  /**
   * The user's key with the key of the user's organization and its signature, valid for 60 seconds.
   *
   * @throws IllegalArgumentException as {@link #of}, also of the app key, and if the secret is
   *     empty
   */
  public static AuthScheme forOrganization(String apiKey, String appKey, String appSecret) {
    return builder(apiKey).organization(appKey, appSecret).build();
  }

  /**
   * Starts a scheme that may have both signatures.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Builder builder(String apiKey) {
    return new Builder(Keys.checkHeaderText("The API key", apiKey));
  }

  /** Settings of an API key scheme. Not safe for use by many threads. */
  public static final class Builder {
    private final String apiKey;
    private @Nullable SigningKey jwtKey;
    private @Nullable String appKey;
    private @Nullable SigningKey appSecret;
    private Duration signatureLifetime = SIGNATURE_LIFETIME;
    private Duration organizationSignatureLifetime = ORGANIZATION_SIGNATURE_LIFETIME;

    private Builder(String apiKey) {
      this.apiKey = apiKey;
    }

    /**
     * Adds {@code x-signature}.
     *
     * @throws IllegalArgumentException if the key is empty
     */
    public Builder signedWith(String jwtKey) {
      this.jwtKey = SigningKey.hs256(jwtKey);
      return this;
    }

    /**
     * Adds {@code x-app-key} and {@code x-app-signature}.
     *
     * @throws IllegalArgumentException if the app key is empty or has a character that a header
     *     cannot carry, or the secret is empty; the message shows neither
     */
    public Builder organization(String appKey, String appSecret) {
      this.appKey = Keys.checkHeaderText("The app key", appKey);
      this.appSecret = SigningKey.hs256(appSecret);
      return this;
    }

    /**
     * How long {@code x-signature} is valid; 15 seconds unless set, 60 in the vendor's own clients.
     */
    public Builder signatureLifetime(Duration lifetime) {
      this.signatureLifetime = requireNonNull(lifetime, "lifetime");
      return this;
    }

    /** How long {@code x-app-signature} is valid; 60 seconds unless set. */
    public Builder organizationSignatureLifetime(Duration lifetime) {
      this.organizationSignatureLifetime = requireNonNull(lifetime, "lifetime");
      return this;
    }

    /**
     * The scheme.
     *
     * @throws IllegalArgumentException if a lifetime is less than a second
     */
    public AuthScheme build() {
      List<AuthScheme> parts = new ArrayList<>();
      parts.add(AuthScheme.header("x-api-key", apiKey));
      if (jwtKey != null) {
        parts.add(signature("x-signature", apiKey, jwtKey, signatureLifetime));
      }
      if (appKey != null && appSecret != null) {
        parts.add(AuthScheme.header("x-app-key", appKey));
        parts.add(signature("x-app-signature", appKey, appSecret, organizationSignatureLifetime));
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
