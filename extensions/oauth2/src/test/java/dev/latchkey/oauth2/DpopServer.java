package dev.latchkey.oauth2;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InMemoryDPoPSingleUseChecker;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A token endpoint and an API on loopback that enforce DPoP, by Nimbus and the real time. */
final class DpopServer implements AutoCloseable {
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.RS256,
          JWSAlgorithm.PS256);
  private static final long MOST_SECONDS = 30;
  private static final DPoPIssuer ISSUER = new DPoPIssuer("client");

  final TestServer endpoint = TestServer.http();
  final TestServer api = TestServer.http();
  final DpopServerNonces endpointNonces = new DpopServerNonces("as");
  final DpopServerNonces apiNonces = new DpopServerNonces("rs");

  private final AtomicInteger issued = new AtomicInteger();
  private final Map<String, JWKThumbprintConfirmation> tokens = new ConcurrentHashMap<>();
  private final InMemoryDPoPSingleUseChecker used =
      new InMemoryDPoPSingleUseChecker(MOST_SECONDS, MOST_SECONDS);

  DpopServer() {
    endpoint.handle(this::token);
    api.handle(this::resource);
  }

  TokenRequest.Builder tokenRequest() {
    return TokenRequest.clientCredentials(endpoint.origin() + "/token?tenant=1")
        .clientSecretBasic("id", "secret");
  }

  /** Every token is refused from now on. */
  void revokeTokens() {
    tokens.clear();
  }

  /** Takes a token as issued for the key of a request. */
  void accept(String token, SentRequest keyOf) throws Exception {
    tokens.put(
        token,
        JWKThumbprintConfirmation.of(SignedJWT.parse(keyOf.header("DPoP")).getHeader().getJWK()));
  }

  /** Returns the nonce of a proof; null if there is none. */
  static String nonce(SentRequest sent) {
    try {
      return SignedJWT.parse(sent.header("DPoP")).getJWTClaimsSet().getStringClaim("nonce");
    } catch (ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Answers a request for a token. */
  Reply token(SentRequest sent) {
    String code = "invalid_request";
    try {
      SignedJWT proof = SignedJWT.parse(sent.header("DPoP"));
      String nonce = proof.getJWTClaimsSet().getStringClaim("nonce");
      if (!endpointNonces.accepts(nonce)) {
        return endpointNonces.on(error("use_dpop_nonce"), true);
      }
      JWKThumbprintConfirmation key =
          new DPoPTokenRequestVerifier(
                  ALGORITHMS,
                  URI.create("http://" + sent.header("Host") + "/token"),
                  MOST_SECONDS,
                  MOST_SECONDS,
                  used)
              .verify(ISSUER, proof, nonce == null ? null : new Nonce(nonce));
      String token = "token-" + issued.incrementAndGet();
      tokens.put(token, key);
      String body =
          "{\"access_token\":\"" + token + "\",\"token_type\":\"DPoP\",\"expires_in\":3600}";
      return endpointNonces.on(dated(Reply.of(200, body)), false);
    } catch (InvalidDPoPProofException e) {
      code = "invalid_dpop_proof";
    } catch (ParseException | JOSEException e) {
      // Then it has another code.
    }
    return endpointNonces.on(error(code), false);
  }

  /** Answers a request to the API. */
  Reply resource(SentRequest sent) {
    String code = "invalid_token";
    try {
      String authorization = sent.header("Authorization");
      String token =
          authorization.startsWith("DPoP ") ? authorization.substring("DPoP ".length()) : "";
      JWKThumbprintConfirmation key = tokens.get(token);
      if (key != null) {
        SignedJWT proof = SignedJWT.parse(sent.header("DPoP"));
        String nonce = proof.getJWTClaimsSet().getStringClaim("nonce");
        if (!apiNonces.accepts(nonce)) {
          return apiNonces.on(refusal("use_dpop_nonce"), true);
        }
        new DPoPProtectedResourceRequestVerifier(ALGORITHMS, MOST_SECONDS, MOST_SECONDS, used)
            .verify(
                sent.method(),
                URI.create("http://" + sent.header("Host") + sent.target()),
                ISSUER,
                proof,
                new DPoPAccessToken(token),
                key,
                nonce == null ? null : new Nonce(nonce));
        return apiNonces.on(dated(Reply.of(200, "ok")), false);
      }
    } catch (InvalidDPoPProofException e) {
      code = "invalid_dpop_proof";
    } catch (AccessTokenValidationException | ParseException | JOSEException e) {
      // Then it is the token.
    }
    return apiNonces.on(refusal(code), false);
  }

  private static Reply error(String code) {
    return dated(Reply.of(400, "{\"error\":\"" + code + "\"}"));
  }

  static Reply refusal(String code) {
    return dated(Reply.of(401, ""))
        .with("WWW-Authenticate", "DPoP error=\"" + code + "\", algs=\"ES256\"");
  }

  private static Reply dated(Reply reply) {
    return reply.with(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
  }

  @Override
  public void close() {
    used.shutdown();
    endpoint.close();
    api.close();
  }
}
