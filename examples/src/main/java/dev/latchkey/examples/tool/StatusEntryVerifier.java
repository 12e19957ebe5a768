package dev.latchkey.examples.tool;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** StatusEntry's side of {@code Authorization: StatusEntry <access key>:<token>}. */
final class StatusEntryVerifier implements Verifier {
  private final String accessKey;
  private final String secretKey;
  private final Clock clock;

  StatusEntryVerifier(String accessKey, String secretKey, Clock clock) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.clock = clock;
  }

  @Override
  public void verify(RecordedRequest request) throws Refused {
    String pair = Verifier.authorization(request, "StatusEntry");
    Refused.unless(pair.startsWith(accessKey + ":"), "the access key differs");
    Token token = Token.parse(pair.substring(accessKey.length() + 1));
    token.headerIs(Map.of("alg", "HS256", "typ", "JWT"));
    token.signedWith(secretKey);
    Set<String> claims = new HashSet<>(Set.of("iss", "aud", "iat", "exp"));
    // The document's sample names the request's path, its list of claims does not.
    if (token.has("sub")) {
      claims.add("sub");
      token.claimIs("sub", request.getTarget());
    }
    token.claimsAre(claims);
    token.claimIs("iss", accessKey);
    token.claimIs("aud", "www.statusentry.com");
    token.issuedNotAfter(clock.instant());
    token.expiresWithin(Duration.ofDays(1), clock.instant());
  }

  @Override
  public MockResponse refusal() {
    return Verifier.unauthorized("{\"message\":\"Unauthorized\"}");
  }
}
