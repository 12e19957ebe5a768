package dev.latchkey.oauth2;

import static dev.latchkey.oauth2.Servers.date;
import static dev.latchkey.oauth2.Servers.error;
import static dev.latchkey.oauth2.Servers.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.IssueContext;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assertions are dated by the clock of the endpoint, which is not that of the API. */
class EndpointClockTest {
  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  private TokenRequest request() {
    return TokenRequest.clientCredentials(servers.url())
        .privateKeyJwt("me", SigningKey.rs256("k1", TestKeys.rsa().getPrivate()))
        .build();
  }

  /** It refuses what was issued in its future, or has expired. */
  private Reply strict(SentRequest sent, Duration ahead) {
    Instant now = servers.clock.instant().plus(ahead);
    try {
      JWTClaimsSet claims = SignedJWT.parse(form(sent).get("client_assertion")).getJWTClaimsSet();
      boolean valid =
          !claims.getIssueTime().toInstant().isAfter(now)
              && claims.getExpirationTime().toInstant().isAfter(now);
      Reply reply =
          valid ? Servers.token(servers.endpoint.requests().size()) : error(401, "invalid_client");
      return reply.with("Date", date(now));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, -3})
  void anEndpointWithAnotherClockRefusesOnce(int minutesAhead) throws Exception {
    servers.endpoint.handle(sent -> strict(sent, Duration.ofMinutes(minutesAhead)));
    Keyring keyring = servers.keyring(request());

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
    keyring.forget(servers.api.origin());
    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t3");
    servers.clock.advance(Duration.ofHours(2));
    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t4");
  }

  @Test
  void bothOfTwoThatAreRefusedAtOnceAreSentAgain() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger sent = new AtomicInteger();
    servers.endpoint.handle(
        request -> {
          if (sent.incrementAndGet() <= 2) {
            await(both);
          }
          return strict(request, Duration.ofMinutes(3));
        });
    TokenRequest shared = request();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Keyring keyring = servers.keyring(shared);
        calls.add(threads.submit(() -> servers.authorization(keyring)));
      }
      for (Future<String> call : calls) {
        assertThat(call.get()).startsWith("Bearer t");
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRefusalOfARightClockIsFinal() {
    servers.endpoint.handle(
        sent -> error(401, "invalid_client").with("Date", date(servers.clock.instant())));
    Keyring keyring = servers.keyring(request());

    assertThat(catchThrowable(() -> servers.authorization(keyring))).isNotNull();

    assertThat(servers.endpoint.requests()).hasSize(1);
  }

  @Test
  void aClockIsNoReasonToSendWhatHasNoDateAgain() {
    servers.endpoint.handle(
        sent ->
            error(401, "invalid_client")
                .with("Date", date(servers.clock.instant().plusSeconds(180))));
    Keyring keyring =
        servers.keyring(
            TokenRequest.clientCredentials(servers.url()).clientSecretPost("me", "s").build());

    assertThat(catchThrowable(() -> servers.authorization(keyring))).isNotNull();

    assertThat(servers.endpoint.requests()).hasSize(1);
  }

  @Test
  void theEndOfATokenIsByTheEndpointsClock() throws Exception {
    servers.endpoint.handle(
        sent ->
            Servers.json(
                    200,
                    "{\"access_token\":\"t\",\"expires_at\":\""
                        + servers.clock.instant().plus(Duration.ofMinutes(63))
                        + "\"}")
                .with("Date", date(servers.clock.instant().plusSeconds(180))));
    TokenRequest request = TokenRequest.to(servers.url()).expiresAtField("expires_at").build();

    assertThat(request.issue(IssueContext.of("GET", servers.api.uri("/"), servers.clock)))
        .asString()
        // Not known better than a second.
        .containsAnyOf("2026-03-01T13:00:00Z", "2026-03-01T13:00:01Z", "2026-03-01T12:59:59Z");
  }
}
