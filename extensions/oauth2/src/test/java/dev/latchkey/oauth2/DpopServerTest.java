package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servers of the tests refuse what they should. */
class DpopServerTest {
  private final DpopServer server = new DpopServer();
  private SentRequest token;
  private SentRequest first;
  private SentRequest second;

  @BeforeEach
  void send() throws Exception {
    SigningKey key = SigningKey.pem("kid", TestKeys.pkcs8(TestKeys.ec()));
    try (Keyring keyring =
        Keyring.builder()
            .add(server.api.origin(), Dpop.bound(key, server.tokenRequest().build()))
            .build()) {
      DpopClient.Client client = DpopClient.JDK.client(keyring);
      server.api.handle(sent -> Reply.of(200, ""));
      client.get(server.api.uri("/first"));
      client.get(server.api.uri("/second"));
      server.revokeTokens();
    }
    // It has seen none of these proofs yet, but for that of the token.
    token = server.endpoint.request(0);
    first = server.api.request(0);
    second = server.api.request(1);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String code(SentRequest sent) {
    Reply reply = server.resource(sent);
    return reply.status() == 200 ? "" : reply.headers().get("WWW-Authenticate").split("\"", -1)[1];
  }

  @Test
  void aProofIsGoodForOneRequest() throws Exception {
    server.accept("token-1", token);

    assertThat(code(first)).isEmpty();
    assertThat(code(first)).isEqualTo("invalid_dpop_proof");
    assertThat(server.token(token).body()).contains("invalid_dpop_proof");
  }

  @Test
  void aProofIsForOneMethodOneUriAndOneToken() throws Exception {
    server.accept("token-1", token);
    server.accept("token-2", token);

    assertThat(code(first.withTarget("/second"))).isEqualTo("invalid_dpop_proof");
    assertThat(code(first.with("DPoP", second.header("DPoP")))).isEqualTo("invalid_dpop_proof");
    assertThat(code(second.with("Authorization", "DPoP token-2"))).isEqualTo("invalid_token");
    assertThat(code(first.withTarget("/first?page=2"))).isEmpty();
  }
}
