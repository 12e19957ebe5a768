package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spring Authorization Server binds tokens to the keys of our proofs. */
class DpopAuthorizationServerTest {
  @TempDir static Path folder;
  private static AuthorizationServer server;

  @BeforeAll
  static void start() throws LifecycleException {
    server = new AuthorizationServer(folder);
  }

  @AfterAll
  static void stop() throws LifecycleException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ES384", "ES512", "RS256", "PS256"})
  void aTokenIsBoundToAKeyOfAnyKind(SigningAlgorithm algorithm) throws Exception {
    SigningKey key = DpopProofTest.key(algorithm);
    TokenRequest request =
        TokenRequest.clientCredentials(server.tokenEndpoint())
            .clientSecretBasic("basic", AuthorizationServer.secret("basic"))
            .build();
    try (Keyring keyring =
        Keyring.builder().add("https://api.test", Dpop.bound(key, request)).build()) {
      String authorization =
          keyring.headersFor("GET", URI.create("https://api.test/")).get("Authorization");

      assertThat(authorization).startsWith("DPoP ");
      assertThat(server.thumbprintOf(authorization.substring("DPoP ".length())))
          .isEqualTo(key.jwkThumbprint());
    }
  }
}
