package dev.latchkey.examples.tool;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of {@code x-api-key}, with the signatures of those who have a JWT key or an
 * organization, and without them for the others.
 */
final class ApiKeyVerifier implements Verifier {
  private final String apiKey;
  private final @Nullable String jwtKey;
  private final @Nullable String appKey;
  private final @Nullable String appSecret;
  private final Clock clock;

  ApiKeyVerifier(
      String apiKey,
      @Nullable String jwtKey,
      @Nullable String appKey,
      @Nullable String appSecret,
      Clock clock) {
    this.apiKey = apiKey;
    this.jwtKey = jwtKey;
    this.appKey = appKey;
    this.appSecret = appSecret;
    this.clock = clock;
  }

  @Override
  public void verify(RecordedRequest request) throws Refused {
    is(request, "x-api-key", apiKey);
    if (jwtKey == null) {
      isAbsent(request, "x-signature");
    } else {
      isSigned(request, "x-signature", apiKey, jwtKey, Duration.ofSeconds(15));
    }
    if (appKey == null || appSecret == null) {
      isAbsent(request, "x-app-key");
      isAbsent(request, "x-app-signature");
    } else {
      is(request, "x-app-key", appKey);
      isSigned(request, "x-app-signature", appKey, appSecret, Duration.ofSeconds(60));
    }
  }

  @Override
  public MockResponse refusal() {
    return Verifier.unauthorized("{\"error\":\"invalid credentials\"}");
  }

  private void isSigned(
      RecordedRequest request, String header, String key, String secret, Duration most)
      throws Refused {
    Token token = Token.parse(Verifier.header(request, header));
    token.headerIs(Map.of("alg", "HS256", "typ", "JWT"));
    token.signedWith(secret);
    token.claimsAre(Set.of("key", "exp"));
    token.claimIs("key", key);
    token.expiresWithin(most, clock.instant());
  }

  private static void is(RecordedRequest request, String header, String value) throws Refused {
    Refused.unless(Verifier.header(request, header).equals(value), header + " differs");
  }

  private static void isAbsent(RecordedRequest request, String header) throws Refused {
    Refused.unless(request.getHeaders().get(header) == null, header + " is not expected");
  }
}
