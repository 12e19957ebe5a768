package dev.latchkey.spring.newcomer;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** The Admin API of Authgear on loopback, whose tokens Nimbus verifies. */
final class Authgear implements AutoCloseable {
  final List<String> tokens = new CopyOnWriteArrayList<>();
  final MockWebServer server = new MockWebServer();
  private final Clock clock;
  private volatile Map<String, KeyPair> keys;
  private volatile String elsewhere = "";

  Authgear(Clock clock, Map<String, KeyPair> keys) {
    this.clock = clock;
    this.keys = keys;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the project's keys, as its portal does. */
  void rotate(Map<String, KeyPair> keys) {
    this.keys = keys;
  }

  /** Has {@code /moved} lead to another server. */
  void redirectTo(String url) {
    this.elsewhere = url;
  }

  String url(String path) {
    return server.url(path).toString();
  }

  private MockResponse answer(RecordedRequest request) {
    String authorization = String.valueOf(request.getHeaders().get("Authorization"));
    tokens.add(authorization);
    if (!isValid(authorization)) {
      return new MockResponse.Builder().code(403).body("Forbidden\n").build();
    }
    return request.getTarget().equals("/moved")
        ? new MockResponse.Builder().code(302).setHeader("Location", elsewhere).build()
        : new MockResponse.Builder().body("users").build();
  }

  private boolean isValid(String authorization) {
    try {
      SignedJWT token = SignedJWT.parse(authorization.replaceFirst("^Bearer ", ""));
      KeyPair key = keys.get(token.getHeader().getKeyID());
      JWTClaimsSet claims = token.getJWTClaimsSet();
      Instant issued = claims.getIssueTime().toInstant();
      Instant end = claims.getExpirationTime().toInstant();
      return key != null
          && token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
          && token.verify(new RSASSAVerifier((RSAPublicKey) key.getPublic()))
          && claims.getAudience().equals(List.of("myapp"))
          && !issued.isAfter(clock.instant())
          && end.isAfter(clock.instant())
          && Duration.between(issued, end).compareTo(Duration.ofMinutes(5)) <= 0;
    } catch (Exception e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
