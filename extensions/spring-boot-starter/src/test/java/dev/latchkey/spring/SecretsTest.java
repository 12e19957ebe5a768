package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.IssuedEvent;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import dev.latchkey.checks.SecretSweep;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Secrets come from any property source, are read when they are needed, and stay hidden. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {
  @TempDir Path tree;

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
  static class Application {}

  @Test
  void fileOfAConfigTreeIsReadAgain() throws Exception {
    // The elements of a list are taken from one source.
    Files.writeString(tree.resolve("latchkey.origins[0].url"), "https://api.test\n");
    Files.writeString(tree.resolve("latchkey.origins[0].header.name"), "x");
    Path value = Files.writeString(tree.resolve("latchkey.origins[0].header.value"), "old\n");
    try (var context = start()) {
      assertThat(sent(context)).isEqualTo(Map.of("x", "old"));
      Files.writeString(value, "new\n");
      context.getBean(Keyring.class).forget("https://api.test");
      assertThat(sent(context)).isEqualTo(Map.of("x", "new"));
    }
  }

  @Test
  void placeholderOfAConfigTreeIsReadAgain() throws Exception {
    Path value = Files.writeString(tree.resolve("acme-key"), "old");
    try (var context =
        start(
            "--latchkey.origins[0].url=https://api.test",
            "--latchkey.origins[0].header.name=x",
            "--latchkey.origins[0].header.value=${acme-key}")) {
      assertThat(sent(context)).isEqualTo(Map.of("x", "old"));
      Files.writeString(value, "new");
      context.getBean(Keyring.class).forget("https://api.test");
      assertThat(sent(context)).isEqualTo(Map.of("x", "new"));
    }
  }

  @Test
  void changedSecretIsTakenAtTheNextLook() throws Exception {
    Path value = Files.writeString(tree.resolve("acme-key"), "old");
    try (var context =
        startWithAcmeKey("https://api.test", ManualClock.at("2026-01-01T00:00:00Z"))) {
      assertThat(sent(context)).isEqualTo(Map.of("x", "old"));
      Files.writeString(value, "new");
      assertThat(sent(context)).isEqualTo(Map.of("x", "old"));
      context.getBean(SecretWatch.class).look();
      assertThat(sent(context)).isEqualTo(Map.of("x", "new"));
    }
  }

  @Test
  void credentialOfASecretThatStaysIsIssuedOnce() throws Exception {
    ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    Files.writeString(tree.resolve("acme-key"), "v");
    List<IssuedEvent> issued = new CopyOnWriteArrayList<>();
    KeyringListener listener =
        new KeyringListener() {
          @Override
          public void issued(IssuedEvent event) {
            issued.add(event);
          }
        };
    try (var context =
        startWithAcmeKey(
            "https://api.test",
            clock,
            started -> started.registerBean(KeyringListener.class, () -> listener))) {
      for (int minute = 0; minute < 5; minute++) {
        assertThat(sent(context)).isEqualTo(Map.of("x", "v"));
        context.getBean(SecretWatch.class).look();
        clock.advance(Duration.ofMinutes(1));
      }
    }
    assertThat(issued).hasSize(1);
  }

  @Test
  void secretThatIsGoneIsToldOnceAndUsedOn(CapturedOutput output) throws Exception {
    Path value = Files.writeString(tree.resolve("acme-key"), SecretSweep.SECRET);
    try (var context =
        startWithAcmeKey("https://api.test", ManualClock.at("2026-01-01T00:00:00Z"))) {
      assertThat(sent(context)).isEqualTo(Map.of("x", SecretSweep.SECRET));
      for (String unusable : new String[] {"", SecretSweep.SECRET + "\n\nx"}) {
        Files.writeString(value, unusable);
        int before = output.length();
        context.getBean(SecretWatch.class).look();
        context.getBean(SecretWatch.class).look();
        assertThat(sent(context)).isEqualTo(Map.of("x", SecretSweep.SECRET));
        assertThat(output.toString().substring(before))
            .containsOnlyOnce("WARN")
            .contains("The last secret of https://api.test is used");
      }
      Files.delete(value);
      context.getBean(SecretWatch.class).look();
      assertThat(sent(context)).isEqualTo(Map.of("x", SecretSweep.SECRET));
      Files.writeString(value, "new");
      context.getBean(SecretWatch.class).look();
      assertThat(sent(context)).isEqualTo(Map.of("x", "new"));
    }
    SecretSweep.assertShowsNoSecret(output.toString());
  }

  @Test
  void issuesDoNotWaitForEachOther() throws Exception {
    AtomicBoolean together = new AtomicBoolean();
    CyclicBarrier bothRead = new CyclicBarrier(2);
    AuthScheme scheme =
        SecretScheme.of(
            secrets -> AuthScheme.header("x", secrets.get(0)),
            List.of(
                () -> {
                  try {
                    if (together.get()) {
                      bothRead.await(1, TimeUnit.MINUTES);
                    }
                    return "v";
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
    together.set(true);
    IssueContext request =
        IssueContext.of("GET", URI.create("https://api.test/"), Clock.systemUTC());
    FutureTask<Credential> other = new FutureTask<>(() -> scheme.issue(request));
    new Thread(other).start();

    assertThat(scheme.issue(request).headers()).isEqualTo(Map.of("x", "v"));
    assertThat(other.get(1, TimeUnit.MINUTES).headers()).isEqualTo(Map.of("x", "v"));
  }

  @Test
  void secretIsReadAgainAfterARefusal() throws Exception {
    Path value = Files.writeString(tree.resolve("acme-key"), "old");
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(new MockResponse.Builder().body("first").build());
      server.enqueue(new MockResponse.Builder().code(401).build());
      server.enqueue(new MockResponse.Builder().body("second").build());
      String url = server.url("/").toString();
      try (var context = startWithAcmeKey(url, ManualClock.at("2026-01-01T00:00:00Z"))) {
        HttpClient client = KeyringHttpClient.newBuilder(context.getBean(Keyring.class)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("first");
        Files.writeString(value, "new");
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("second");
      }
      assertThat(server.takeRequest().getHeaders().get("x")).isEqualTo("old");
      assertThat(server.takeRequest().getHeaders().get("x")).isEqualTo("old");
      assertThat(server.takeRequest().getHeaders().get("x")).isEqualTo("new");
    }
  }

  private ConfigurableApplicationContext startWithAcmeKey(String url, ManualClock clock) {
    return startWithAcmeKey(url, clock, context -> {});
  }

  private ConfigurableApplicationContext startWithAcmeKey(
      String url, ManualClock clock, Consumer<GenericApplicationContext> more) {
    return start(
        application ->
            application.addInitializers(
                context -> {
                  ((GenericApplicationContext) context)
                      .registerBean(ManualClock.class, () -> clock);
                  more.accept((GenericApplicationContext) context);
                }),
        "--latchkey.origins[0].url=" + url,
        "--latchkey.origins[0].header.name=x",
        "--latchkey.origins[0].header.value=${acme-key}");
  }

  @Test
  void secretOfAJwtIsReadAgain() throws Exception {
    String old = "0123456789abcdef0123456789abcdef";
    Path value = Files.writeString(tree.resolve("acme-key"), old);
    try (var context =
        start(
            "--latchkey.origins[0].url=https://api.test",
            "--latchkey.origins[0].jwt.lifetime=1m",
            "--latchkey.origins[0].jwt.secret=${acme-key}")) {
      assertThat(isSignedBy(old, context)).isTrue();
      String next = old.toUpperCase(Locale.ROOT);
      Files.writeString(value, next);
      context.getBean(Keyring.class).forget("https://api.test");
      assertThat(isSignedBy(next, context)).isTrue();
    }
  }

  private static boolean isSignedBy(String secret, ConfigurableApplicationContext context)
      throws Exception {
    String token = sent(context).get("Authorization").replaceFirst("^Bearer ", "");
    return SignedJWT.parse(token).verify(new MACVerifier(secret));
  }

  @Test
  void secretThatIsNoHeaderAnyMoreIsNamedAndNotShown() throws Exception {
    Path value = Files.writeString(tree.resolve("acme-key"), "old");
    try (var context =
        start(
            "--latchkey.origins[0].url=https://api.test",
            "--latchkey.origins[0].header.name=x",
            "--latchkey.origins[0].header.value=${acme-key}")) {
      Files.writeString(value, SecretSweep.SECRET + "\n\nsecond line");
      assertThat(catchThrowable(() -> sent(context)).getMessage())
          .contains("https://api.test")
          .doesNotContain(SecretSweep.SECRET);
    }
  }

  @Test
  void environmentVariablesAreTakenByTheirNames() {
    Contexts.runner()
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource(
                            "test-systemEnvironment",
                            Map.of(
                                "LATCHKEY_ORIGINS_0_URL", "https://api.test",
                                "LATCHKEY_ORIGINS_0_HEADER_NAME", "x",
                                "LATCHKEY_ORIGINS_0_HEADER_VALUE", "v"))))
        .run(context -> assertThat(Contexts.sent(context).headers()).isEqualTo(Map.of("x", "v")));
  }

  @Test
  void boundPropertiesHoldNoSecret() {
    Contexts.origin("basic.username=u" + SecretSweep.SECRET, "basic.password=" + SecretSweep.SECRET)
        .run(
            context -> {
              SecretSweep.assertShowsNoSecret(context.getBean(LatchkeyProperties.class).toString());
              SecretSweep.assertShowsNoSecret(context.getBean(Keyring.class).toString());
            });
  }

  private ConfigurableApplicationContext start(String... properties) {
    return start(application -> {}, properties);
  }

  private ConfigurableApplicationContext start(
      Consumer<SpringApplication> more, String... properties) {
    SpringApplication application = new SpringApplication(Application.class);
    more.accept(application);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setDefaultProperties(Map.of("spring.config.import", "configtree:" + tree + "/"));
    return application.run(properties);
  }

  private static Map<String, String> sent(ConfigurableApplicationContext context) throws Exception {
    return context.getBean(Keyring.class).headersFor("GET", URI.create("https://api.test/"));
  }
}
