package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a real token endpoint. */
class ClientCredentialsTest {
  @TempDir Path folder;
  private final MockWebServer endpoint = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    endpoint.start();
    endpoint.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .body("{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":60}")
            .build());
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void secretIsSentAsBasic() {
    assertThat(body("client-credentials.client-secret=s", "client-credentials.scope=read,write"))
        .contains("grant_type=client_credentials")
        .contains("scope=read+write");
  }

  @Test
  void keyFileSignsAnAssertion() {
    Path key = Contexts.write(folder.resolve("key-1.pem"), TestKeys.pkcs8(TestKeys.rsa()));

    assertThat(body("client-credentials.key-file=" + key)).contains("client_assertion=eyJ");
  }

  private String body(String... properties) {
    StringBuilder body = new StringBuilder();
    Contexts.origin(properties)
        .withPropertyValues(
            "latchkey.origins[0].client-credentials.token-url=" + endpoint.url("/token"),
            "latchkey.origins[0].client-credentials.client-id=app")
        .run(
            context -> {
              assertThat(Contexts.authorization(context)).isEqualTo("Bearer t1");
              body.append(endpoint.takeRequest().getBody().utf8());
            });
    return body.toString();
  }
}
