package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Latchkey, signing for each request: the {@code key} claim is the request's path, so that no two
 * requests could share a token, and {@code exp} is its own reckoning of the same second.
 */
final class LatchkeySigners {
  static final URI REQUEST = URI.create("https://api.example.com" + SigningWork.PATH);

  private static final String METHOD = "GET";
  private static final String HEADER = "x-signature";

  private LatchkeySigners() {}

  /** A token of the claims {@code key} and {@code exp} for each request. */
  static AuthScheme perRequest(SigningKey key) {
    return JwtScheme.signedWith(key)
        .header(HEADER)
        .claim("key", context -> context.uri().getRawPath())
        .lifetime(Duration.ofSeconds(SigningWork.LIFETIME_SECONDS))
        .withoutIssuedAt()
        .perRequest()
        .build();
  }

  static SigningKey key(String alg, String keyId, PrivateKey key) {
    return SigningKey.of(SigningAlgorithm.valueOf(alg.toUpperCase(Locale.ROOT)), key)
        .withKeyId(keyId);
  }

  static Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add("https://api.example.com", scheme).build();
  }

  /** The scheme alone, with a context for each token. */
  static TokenSigner scheme(AuthScheme scheme) {
    Clock clock = Clock.systemUTC();
    return (key, exp) -> token(scheme.issue(IssueContext.of(METHOD, REQUEST, clock)).headers());
  }

  /** Through the keyring, origin looked up and all, as for curl. */
  static TokenSigner headersFor(Keyring keyring) {
    return (key, exp) -> token(keyring.headersFor(METHOD, REQUEST));
  }

  /** Through the keyring as an adapter does it. */
  static TokenSigner call(Keyring keyring) {
    return (key, exp) -> {
      CompletableFuture<Credential> credential =
          keyring.newCall().attempt(METHOD, REQUEST, name -> null).credential();
      return token(credential.join().headers());
    };
  }

  private static String token(Map<String, String> headers) throws IOException {
    String token = headers.get(HEADER);
    if (token == null) {
      throw new IOException("no token");
    }
    return token;
  }
}
