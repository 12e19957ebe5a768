package dev.latchkey.examples.tool;

import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** The side of Authgear's Admin API, which accepts whichever keys the project has at the moment. */
public final class AuthgearVerifier implements Verifier {
  private final String projectId;
  private final Map<String, PublicKey> keys;
  private final Clock clock;

  /** The map may change while the server runs: that is what a rotation is. */
  public AuthgearVerifier(String projectId, Map<String, PublicKey> keys, Clock clock) {
    this.projectId = projectId;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public void verify(RecordedRequest request) throws Refused {
    Token token = Token.parse(Verifier.authorization(request, "Bearer"));
    if (!(token.headerField("kid") instanceof String keyId)) {
      throw new Refused("the token has no kid");
    }
    token.headerIs(Map.of("alg", "RS256", "typ", "JWT", "kid", keyId));
    PublicKey key = keys.get(keyId);
    if (key == null) {
      throw new Refused("the project has no such key");
    }
    token.signedWith(key);
    token.claimsAre(Set.of("aud", "iat", "exp"));
    token.claimIs("aud", List.of(projectId));
    token.issuedNotAfter(clock.instant());
    token.expiresWithin(Duration.ofMinutes(5), clock.instant());
  }

  @Override
  public MockResponse refusal() {
    return new MockResponse.Builder()
        .code(403)
        .setHeader("Content-Type", "text/plain; charset=utf-8")
        .body("Forbidden\n")
        .build();
  }
}
