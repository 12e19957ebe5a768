package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.TestKeys;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundTokenTest {
  private final Servers servers = new Servers();
  private final DpopBinding binding =
      new DpopBinding(SigningKey.pem("kid", TestKeys.pkcs8(TestKeys.ec())));

  @AfterEach
  void close() {
    servers.close();
  }

  private TokenRequest bound() {
    return TokenRequest.clientCredentials(servers.url())
        .publicClient("me")
        .build()
        .boundBy(binding);
  }

  private static Reply token(String nonce) {
    return Servers.json(200, "{\"access_token\":\"t\",\"token_type\":\"dpop\",\"expires_in\":60}")
        .with("DPoP-Nonce", nonce);
  }

  private List<JWTClaimsSet> proofs() throws ParseException {
    List<JWTClaimsSet> proofs = new ArrayList<>();
    for (String proof : servers.endpoint.sent("DPoP")) {
      proofs.add(SignedJWT.parse(proof).getJWTClaimsSet());
    }
    return proofs;
  }

  private List<Object> nonces() throws ParseException {
    return proofs().stream().map(proof -> proof.getClaim("nonce")).collect(Collectors.toList());
  }

  @Test
  void theEndpointMayAskForAnotherProofOnce() throws Exception {
    servers.endpoint.reply(
        Servers.error(400, "use_dpop_nonce").with("DPoP-Nonce", "n1"), token("n2"));

    assertThat(servers.authorization(servers.keyring(bound()))).isEqualTo("DPoP t");
    assertThat(proofs())
        .hasSize(2)
        .allSatisfy(
            proof -> {
              assertThat(proof.getClaim("htm")).isEqualTo("POST");
              assertThat(proof.getClaim("htu")).isEqualTo(servers.url());
              assertThat(proof.getIssueTime()).isEqualTo(Date.from(servers.clock.instant()));
            });
    assertThat(new HashSet<>(proofs().stream().map(JWTClaimsSet::getJWTID).toList())).hasSize(2);
    assertThat(nonces()).containsExactly(null, "n1");
  }

  @Test
  void aNonceThatComesWithATokenIsInTheNextProof() throws Exception {
    servers.endpoint.reply(token("n1"), token("n2"));
    Keyring keyring = servers.keyring(bound());

    servers.authorization(keyring);
    keyring.forget(servers.api.origin());
    servers.authorization(keyring);

    assertThat(nonces()).containsExactly(null, "n1");
  }

  @Test
  void anEndpointThatKeepsAskingFails() {
    for (String code : List.of("use_dpop_nonce", "invalid_dpop_proof")) {
      int before = servers.endpoint.requests().size();
      servers.endpoint.reply(Servers.error(400, code).with("DPoP-Nonce", "n"));

      assertThat(catchThrowable(() -> servers.authorization(servers.keyring(bound()))))
          .hasMessageContaining("answered 400 " + code);
      assertThat(servers.endpoint.requests()).hasSize(before + 2);
    }
  }

  @Test
  void anEndpointThatAsksForANonceItDoesNotTellFails() {
    servers.endpoint.reply(Servers.error(400, "use_dpop_nonce"));

    assertThat(catchThrowable(() -> servers.authorization(servers.keyring(bound()))))
        .hasMessageContaining("answered 400 use_dpop_nonce");
    assertThat(servers.endpoint.requests()).hasSize(1);
  }

  @Test
  void aTokenThatIsNotBoundIsRefused() {
    for (Reply reply : List.of(Servers.token(1), Servers.json(200, "{\"access_token\":\"t\"}"))) {
      servers.endpoint.reply(reply);

      assertThat(catchThrowable(() -> servers.authorization(servers.keyring(bound()))))
          .hasMessageContaining("a token that is not of the type DPoP");
    }
  }

  @Test
  void aBoundTokenHasItsHeader() {
    TokenRequest request = TokenRequest.to(servers.url()).header("X-Token").build();

    assertThat(catchThrowable(() -> request.boundBy(binding)))
        .hasMessage(
            "A bound token is sent as Authorization; build the TokenRequest without header(…)");
  }
}
