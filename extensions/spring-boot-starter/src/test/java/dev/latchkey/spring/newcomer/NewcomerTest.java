package dev.latchkey.spring.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.checks.SecretSweep;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application of one class, six lines of YAML and a key file calls Authgear. */
class NewcomerTest {
  private static final String YAML =
      """
      latchkey:
        origins:
          - url: %s
            authgear:
              project-id: myapp
              key-folder: %s
      """;

  @TempDir Path folder;
  private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
  private final Authgear authgear = new Authgear(clock, Map.of("key-1", TestKeys.rsa()));
  private ConfigurableApplicationContext context;
  private Application application;

  @BeforeEach
  void start() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    writeKey("key-1", TestKeys.rsa());
    Path yaml =
        Files.writeString(
            folder.resolve("application.yaml"),
            YAML.formatted(authgear.url("/").replaceFirst("/$", ""), keys));
    SpringApplication spring = new SpringApplication(Application.class);
    spring.addInitializers(
        started ->
            ((GenericApplicationContext) started).registerBean(ManualClock.class, () -> clock));
    context =
        spring.run(
            "--spring.config.location=" + yaml.toUri(),
            "--server.port=0",
            "--management.endpoints.web.exposure.include=latchkey,health");
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
    assertThat(application.get(authgear.url("/users"))).isEqualTo("users");
    assertThat(application.get(authgear.url("/users"))).isEqualTo("users");
    clock.advance(Duration.ofMinutes(5));
    assertThat(application.get(authgear.url("/users"))).isEqualTo("users");

    assertThat(authgear.tokens).hasSize(3);
    assertThat(authgear.tokens.get(1)).isEqualTo(authgear.tokens.get(0));
    assertThat(authgear.tokens.get(2)).isNotEqualTo(authgear.tokens.get(0));
  }

  @Test
  void rotatedKeyIsUsedWithoutARestart() throws Exception {
    assertThat(application.get(authgear.url("/users"))).isEqualTo("users");
    authgear.rotate(Map.of("key-2", TestKeys.otherRsa()));
    writeKey("key-2", TestKeys.otherRsa());

    assertThat(application.get(authgear.url("/users"))).isEqualTo("users");
    assertThat(authgear.tokens).hasSize(3);
    assertThat(actuator("latchkey").at("/origins/0/keyId").asString()).isEqualTo("key-2");
  }

  @Test
  void redirectElsewhereCarriesNoToken() throws Exception {
    try (MockWebServer elsewhere = new MockWebServer()) {
      elsewhere.start();
      elsewhere.enqueue(new MockResponse.Builder().body("elsewhere").build());
      authgear.redirectTo(elsewhere.url("/").toString());

      assertThat(application.get(authgear.url("/moved"))).isEqualTo("elsewhere");
      assertThat(authgear.tokens.get(0)).startsWith("Bearer eyJ");
      assertThat(elsewhere.takeRequest().getHeaders().get("Authorization")).isNull();
    }
  }

  @Test
  void actuatorShowsTheStateOfTheCredential() throws Exception {
    assertThat(application.get(authgear.url("/users"))).isEqualTo("users");
    clock.advance(Duration.ofSeconds(10));

    JsonNode origin = actuator("latchkey").at("/origins/0");
    assertThat(origin.get("origin").asString() + "/").isEqualTo(authgear.url("/"));
    assertThat(origin.get("scheme").asString()).isEqualTo("authgear");
    assertThat(origin.get("keyId").asString()).isEqualTo("key-1");
    assertThat(origin.get("age").asString()).isEqualTo("PT10S");
    assertThat(Duration.parse(origin.get("timeLeft").asString()))
        .isBetween(Duration.ofMinutes(4), Duration.ofSeconds(290));
    SecretSweep.assertShowsNoSecret(origin.toString());
    assertThat(actuator("health").get("status").asString()).isEqualTo("UP");
  }

  private void writeKey(String id, KeyPair key) throws Exception {
    Path keys = folder.resolve("keys");
    Path file = Files.writeString(keys.resolve(id + ".pem"), TestKeys.pkcs8(key));
    // The newest is told by whole seconds.
    long age = id.equals("key-1") ? 10 : 0;
    Files.setLastModifiedTime(
        file, FileTime.from(Files.getLastModifiedTime(file).toInstant().minusSeconds(age)));
  }

  private JsonNode actuator(String endpoint) throws Exception {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + endpoint))
            .build();
    return JsonMapper.shared()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}
