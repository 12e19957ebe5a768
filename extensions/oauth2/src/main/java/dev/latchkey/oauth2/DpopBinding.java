package dev.latchkey.oauth2;

import dev.latchkey.IssueContext;
import dev.latchkey.JwtScheme;
import dev.latchkey.Origin;
import dev.latchkey.ResponseHead;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs the proofs of one key (RFC 9449 §4.2), and binds tokens to the key at token endpoints (§5).
 */
final class DpopBinding {
  /** Those of token endpoints. */
  final DpopNonces nonces = new DpopNonces();

  private final JwtScheme proofs;

  DpopBinding(SigningKey key) {
    this.proofs =
        JwtScheme.signedWith(key.withoutKeyId())
            .headerField("typ", "dpop+jwt")
            .headerField("jwk", publicJwk(key))
            .claim("jti", context -> UUID.randomUUID().toString())
            .claim("htm", IssueContext::method)
            // The path as it is sent: servers normalize both paths, or neither.
            .claim("htu", context -> Origin.of(context.uri()) + context.path())
            .claim("nonce", context -> context.header("nonce").orElse(null))
            .claim("ath", DpopBinding::tokenHash)
            .perRequest()
            .withoutExpiry()
            .build();
  }

  private static Map<String, String> publicJwk(SigningKey key) {
    try {
      return key.publicJwk();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(
          "DPoP needs a private key whose public half is known. " + e.getMessage(), e);
    }
  }

  private static @Nullable String tokenHash(IssueContext context) throws IOException {
    byte[] hash = context.bodyDigest("SHA-256");
    return context.body().length == 0
        ? null
        : Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /**
   * Returns a new proof, dated by the server's clock, for a request with this token; empty for one
   * without, to a token endpoint.
   */
  String proof(String method, URI uri, Instant now, DpopNonces nonces, String token)
      throws IOException {
    // The claims read a context made for them: the nonce as a header, and the token as the body.
    Map<String, String> headers = nonces.of(uri).map(n -> Map.of("nonce", n)).orElse(Map.of());
    byte[] body = token.getBytes(StandardCharsets.US_ASCII);
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return proofs.token(IssueContext.of(method, uri, headers, body, clock));
  }

  boolean mayBlock() {
    return proofs.mayBlock();
  }

  /**
   * Learns from the response of a token endpoint.
   *
   * @param error the {@code error} of RFC 6749 §5.2; null if there is none
   * @return whether the endpoint requires another proof, so that a retry may succeed
   */
  boolean answered(URI endpoint, ResponseHead response, @Nullable String error) {
    boolean hasNonce = nonces.learn(Origin.of(endpoint), response);
    // Another proof has another jti, and the time of a clock that may just have been learned.
    return ("use_dpop_nonce".equals(error) && hasNonce) || "invalid_dpop_proof".equals(error);
  }
}
