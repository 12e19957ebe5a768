package dev.latchkey.oauth2;

import static dev.latchkey.oauth2.Servers.date;
import static dev.latchkey.oauth2.Servers.error;
import static dev.latchkey.oauth2.Servers.json;
import static dev.latchkey.oauth2.Servers.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import dev.latchkey.testing.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenErrorTest {
  private final Servers servers = new Servers();
  private final AtomicReference<String> secret = new AtomicReference<>("one");

  @AfterEach
  void close() {
    servers.close();
  }

  private Keyring acme() {
    return servers.keyring(
        TokenRequest.clientCredentials(servers.url()).clientSecretPost("id", secret::get).build());
  }

  private CredentialException failure(Keyring keyring) {
    return catchThrowableOfType(CredentialException.class, () -> servers.authorization(keyring));
  }

  static Stream<Arguments> whatIsToldOfAnAnswer() {
    return Stream.of(
        arguments(error(400, "invalid_request"), "400 invalid_request"),
        arguments(error(400, "not a code\\n\\u0007"), "400 and an error code that is none"),
        arguments(error(400, "x".repeat(41)), "400 and an error code that is none"),
        arguments(
            error(200, "bad_verification_code"), "200 without access_token bad_verification_code"),
        arguments(Reply.of(500, "<html>"), "500"),
        arguments(Reply.of(404, ""), "404"),
        arguments(
            Reply.redirect(302, "https://evil.test/?secret"),
            "302 with a redirect, which is not followed; make its target the endpoint"),
        arguments(Reply.of(200, "<html>"), "200 with a body that is not a JSON object"),
        arguments(Reply.of(200, ""), "200 with a body that is not a JSON object"),
        arguments(json(200, "[]"), "200 with a body that is not a JSON object"),
        arguments(
            json(200, "{\"access_token\":\"a\"} x"),
            "200 with a body that is not a JSON" + " object"),
        arguments(
            json(200, "{\"access_token\":\"a\",\"access_token\":\"b\"}"),
            "200 with a body that is not a JSON object"),
        arguments(json(200, "{\"a\":{\"access_token\":\"a\"}}"), "200 without access_token"),
        arguments(json(200, "{\"access_token\":null}"), "200 without access_token"),
        arguments(
            json(200, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}"),
            "200 with a token that is not of the type Bearer"),
        arguments(
            json(200, "{\"access_token\":\"a\\r\\nb\"}"),
            "200 with a token that is empty, longer than 65536, or not all of visible ASCII"
                + " characters"),
        arguments(
            json(200, "{\"access_token\":\"" + "a".repeat(65_537) + "\"}"),
            "200 with a token that is empty, longer than 65536, or not all of visible ASCII"
                + " characters"),
        arguments(
            json(200, "{\"access_token\":\"\"}"),
            "200 with a token that is empty, longer than 65536, or not all of visible ASCII"
                + " characters"));
  }

  @ParameterizedTest
  @MethodSource
  void whatIsToldOfAnAnswer(Reply reply, String told) {
    servers.endpoint.reply(reply);

    assertThat(failure(acme()))
        .hasMessageStartingWith(
            "No credential for "
                + servers.api.origin()
                + ": The token endpoint "
                + servers.endpoint.origin()
                + " answered "
                + told
                + " (next try at ");
    assertThat(servers.endpoint.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_client", "invalid_grant", "unauthorized_client"})
  void whatWouldFailAgainIsNotAskedAgainSoon(String code) throws Exception {
    servers.endpoint.reply(error(401, code), token(2));
    Keyring keyring = acme();

    assertThat(failure(keyring).nextTry()).contains(servers.clock.instant().plusSeconds(600));
    servers.clock.advance(Duration.ofMinutes(9));
    assertThat(failure(keyring)).isNotNull();
    assertThat(servers.endpoint.requests()).hasSize(1);
    servers.clock.advance(Duration.ofMinutes(1));

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
  }

  @Test
  void aRotatedSecretEndsTheWait() throws Exception {
    servers.endpoint.reply(error(401, "invalid_client"), token(2));
    Keyring keyring = acme();
    assertThat(failure(keyring)).isNotNull();

    secret.set("two");

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
    assertThat(servers.endpoint.request(1).body()).contains("client_secret=two");
  }

  @Test
  void forgettingEndsTheWait() throws Exception {
    servers.endpoint.reply(error(401, "invalid_client"), token(2));
    Keyring keyring = acme();
    assertThat(failure(keyring)).isNotNull();

    keyring.forget(servers.api.origin());

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
  }

  @Test
  void retryAfterIsKept() throws Exception {
    servers.endpoint.reply(error(429, "slow_down").with("Retry-After", "90"), token(2));
    Keyring keyring = acme();

    assertThat(failure(keyring).nextTry()).contains(servers.clock.instant().plusSeconds(90));
  }

  @Test
  void retryAfterMayBeADateByTheEndpointsClock() throws Exception {
    servers.endpoint.reply(
        Reply.of(503, "")
            .with("Date", date(servers.clock.instant().plusSeconds(180)))
            .with("Retry-After", date(servers.clock.instant().plusSeconds(240))),
        token(2));
    Keyring keyring = acme();

    assertThat(failure(keyring).nextTry()).contains(servers.clock.instant().plusSeconds(60));
  }

  @Test
  void anUnreachableEndpointIsToldByItsOrigin() {
    String gone = servers.url();
    servers.endpoint.close();

    assertThat(failure(acme()))
        .hasMessageContaining(
            "The token endpoint "
                + gone.replace("/token", "")
                + " did not answer: java.net.ConnectException");
  }

  @Test
  void anEndpointThatHangsIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Keyring keyring =
          servers.keyring(
              TokenRequest.to("http://127.0.0.1:" + silent.getLocalPort() + "/?key=s3cret")
                  .timeout(Duration.ofSeconds(1))
                  .build());

      assertThat(failure(keyring))
          .hasMessageContaining(
              "The token endpoint http://127.0.0.1:"
                  + silent.getLocalPort()
                  + " did not answer: java.net.http.HttpTimeoutException");
    }
  }

  @Test
  void aFailureToRenewLetsTheOldTokenServe() throws Exception {
    Keyring keyring = acme();
    servers.authorization(keyring);
    servers.endpoint.reply(error(401, "invalid_client"));
    servers.clock.advance(Duration.ofMinutes(55));

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t1");
    servers.clock.advance(Duration.ofMinutes(4).plusSeconds(30));
    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t1");
    assertThat(servers.failures).isNotEmpty();
  }
}
