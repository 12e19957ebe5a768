package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** An application of one class, a few lines of YAML and a key file calls Authgear. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ApplicationTest {
  private static final String USERS = "{\"data\":{\"users\":{\"totalCount\":3}}}";

  @TempDir Path keys;
  private final HandClock clock = new HandClock();
  private Authgear authgear;
  private ConfigurableApplicationContext context;
  private Application application;

  @BeforeEach
  void start() throws Exception {
    authgear = new Authgear(clock);
    authgear.newKey("key-1", keys);
    context = Demo.start(authgear, keys, clock, "--management.endpoint.health.show-details=always");
    application = context.getBean(Application.class);
  }

  @AfterEach
  void stop() {
    if (context != null) {
      context.close();
    }
    authgear.close();
  }

  @Test
  void tokenIsReusedAndRenewed() {
    assertThat(application.users()).isEqualTo(USERS);
    assertThat(application.users()).isEqualTo(USERS);
    clock.advance(Duration.ofMinutes(5));
    assertThat(application.users()).isEqualTo(USERS);

    List<String> tokens = authgear.tokens();
    assertThat(tokens).hasSize(3);
    assertThat(tokens.get(1)).isEqualTo(tokens.get(0));
    assertThat(tokens.get(2)).isNotEqualTo(tokens.get(0));
  }

  @Test
  void replacedKeyFileIsUsedWithoutARestart() throws Exception {
    assertThat(application.users()).isEqualTo(USERS);
    authgear.newKey("key-2", keys);
    Files.delete(keys.resolve("key-1.pem"));

    assertThat(application.users()).isEqualTo(USERS);
    // The second is refused.
    assertThat(authgear.tokens()).hasSize(3);
    assertThat(actuator("latchkey").at("/origins/0/keyId").asString()).isEqualTo("key-2");
  }

  @Test
  void keyThatTheProjectDoesNotHaveIsRefused(@TempDir Path elsewhere) throws Exception {
    authgear.newKey("key-1", elsewhere);

    assertThatThrownBy(application::users).isInstanceOf(HttpClientErrorException.Forbidden.class);
  }

  @Test
  void redirectToAnotherHostCarriesNoCredential() throws Exception {
    try (OtherHost other = new OtherHost()) {
      authgear.redirectTo(other.url());

      assertThat(application.users()).isEqualTo("\"elsewhere\"");
      assertThat(authgear.tokens()).hasSize(1).first().asString().startsWith("Bearer eyJ");
      assertThat(other.headerNames()).contains("Host").doesNotContain("Authorization");
    }
  }

  @Test
  void actuatorShowsTheStateOfTheCredentialAndNoSecret() throws Exception {
    assertThat(application.users()).isEqualTo(USERS);
    clock.advance(Duration.ofSeconds(10));

    JsonNode latchkey = actuator("latchkey");
    JsonNode origin = latchkey.at("/origins/0");
    assertThat(origin.path("origin").asString()).isEqualTo(authgear.url());
    assertThat(origin.path("scheme").asString()).isEqualTo("authgear");
    assertThat(origin.path("keyId").asString()).isEqualTo("key-1");
    assertThat(origin.path("age").asString()).isEqualTo("PT10S");
    assertThat(Duration.parse(origin.path("timeLeft").asString()))
        .isBetween(Duration.ofMinutes(4), Duration.ofSeconds(290));
    assertThat(origin.has("lastFailure")).isFalse();
    String keyLine = Files.readAllLines(keys.resolve("key-1.pem")).get(5);
    assertThat(latchkey.toString()).doesNotContain("eyJ", keyLine);

    JsonNode health = actuator("health");
    assertThat(health.path("status").asString()).isEqualTo("UP");
    assertThat(health.at("/components/latchkey/status").asString()).isEqualTo("UP");
  }

  private JsonNode actuator(String endpoint) {
    return RestClient.create(Demo.url(context))
        .get()
        .uri("/actuator/" + endpoint)
        .retrieve()
        .body(JsonNode.class);
  }
}
