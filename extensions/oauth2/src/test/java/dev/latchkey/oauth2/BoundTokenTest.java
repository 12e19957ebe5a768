package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.ResponseHead;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundTokenTest {
  private final Servers servers = new Servers();
  private final List<String> answers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.close();
  }

  private final TokenBinding binding =
      new TokenBinding() {
        private int proofs;

        @Override
        public String tokenType() {
          return "DPoP";
        }

        @Override
        public Map<String, String> proof(String method, URI endpoint, Instant now) {
          return Map.of("DPoP", method + " " + endpoint.getPath() + " " + now + " " + ++proofs);
        }

        @Override
        public boolean answered(URI endpoint, ResponseHead response, String error) {
          answers.add(response.status() + " " + error);
          return "use_dpop_nonce".equals(error);
        }
      };

  private TokenRequest bound() {
    return TokenRequest.clientCredentials(servers.url())
        .publicClient("me")
        .build()
        .boundBy(binding);
  }

  @Test
  void theEndpointMayAskForAnotherProofOnce() throws Exception {
    servers.endpoint.reply(
        Servers.error(400, "use_dpop_nonce"),
        Servers.json(200, "{\"access_token\":\"t\",\"token_type\":\"dpop\",\"expires_in\":60}"));

    assertThat(servers.authorization(servers.keyring(bound()))).isEqualTo("DPoP t");
    assertThat(servers.endpoint.sent("DPoP"))
        .containsExactly(
            "POST /token 2026-03-01T12:00:00Z 1", "POST /token 2026-03-01T12:00:00Z 2");
    assertThat(answers).containsExactly("400 use_dpop_nonce", "200 null");
  }

  @Test
  void anEndpointThatKeepsAskingFails() {
    servers.endpoint.reply(Servers.error(400, "use_dpop_nonce"));

    assertThat(catchThrowable(() -> servers.authorization(servers.keyring(bound()))))
        .hasMessageContaining("answered 400 use_dpop_nonce");
    assertThat(servers.endpoint.requests()).hasSize(2);
  }

  @Test
  void aTokenThatIsNotBoundIsRefused() {
    servers.endpoint.reply(Servers.token(1));
    assertThat(catchThrowable(() -> servers.authorization(servers.keyring(bound()))))
        .hasMessageContaining("a token that is not of the type DPoP");

    servers.endpoint.reply(Servers.json(200, "{\"access_token\":\"t\"}"));
    assertThat(catchThrowable(() -> servers.authorization(servers.keyring(bound()))))
        .hasMessageContaining("a token that is not of the type DPoP");
  }

  @Test
  void aBoundTokenHasItsHeader() {
    TokenRequest request = TokenRequest.to(servers.url()).header("X-Token").build();

    assertThat(catchThrowable(() -> request.boundBy(binding)))
        .hasMessage(
            "A bound token is sent as Authorization; build the TokenRequest without header(…)");
  }
}
