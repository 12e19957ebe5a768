package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringBuilderTest {
  private static final AuthScheme SCHEME = AuthScheme.header("x-key", "s3cret");
  private final Keyring.Builder builder = Keyring.builder();

  @Test
  void anOriginIsAddedOnce() {
    builder.add("https://api.test", SCHEME);

    for (String again :
        new String[] {"https://api.test", "https://API.test:443/", "wss://api.test"}) {
      assertThatThrownBy(() -> builder.add(again, SCHEME))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The origin https://api.test must be added only once, but was added before");
      assertThatThrownBy(() -> builder.addInsecure(again, SCHEME))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> builder.add(SCHEME, "https://a.test", "https://a.test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The origin https://a.test must be added only once, but was added before");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.test/v1",
        "https://api.test//",
        "https://api.test?tenant=s3cret",
        "https://api.test/?",
        "https://api.test/#part"
      })
  void aPathOrQueryIsNoPartOfAnOrigin(String url) {
    assertThatThrownBy(() -> builder.add(url, SCHEME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An origin must have neither path nor query; write https://api.test only");
  }

  @Test
  void userInfoIsNoPartOfAnOrigin() {
    assertThatThrownBy(() -> builder.add("https://user:s3cret@api.test", SCHEME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://api.test must not have user info")
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("user:");
  }

  @Test
  void userInfoIsNoPartOfAHostThatUriDoesNotKnowEither() {
    assertThatThrownBy(() -> builder.add("https://user:s3cret@auth_service", SCHEME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://auth_service must not have user info")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void anOriginIsAddedByItsParts() throws IOException {
    Origin service = new Origin("https", "auth_service", 443);
    Keyring keyring = builder.add(service, SCHEME).build();

    assertThat(keyring.headersFor("GET", URI.create("https://auth_service/a"))).isNotEmpty();
    assertThatThrownBy(() -> builder.add(service, SCHEME))
        .hasMessage(
            "The origin https://auth_service must be added only once, but was added" + " before");
    assertThatThrownBy(() -> builder.add(new Origin("http", "auth_service", 80), SCHEME))
        .hasMessageContaining("addInsecure");
    assertThatThrownBy(() -> builder.add(new Origin("https", "*.test", 443), SCHEME))
        .hasMessageContaining("wildcard");
  }

  @Test
  void anOriginIsAddedOnceHoweverItsHostIsWritten() throws IOException {
    Keyring keyring =
        builder
            .add("https://[0:0:0:0:0:0:0:1]", SCHEME)
            .add("https://bücher.example", SCHEME)
            .build();

    assertThat(keyring.headersFor("GET", URI.create("https://[::1]/"))).isNotEmpty();
    assertThat(keyring.headersFor("GET", URI.create("https://xn--bcher-kva.example/")))
        .isNotEmpty();
    assertThatThrownBy(() -> builder.add("https://[::1]", SCHEME))
        .hasMessage("The origin https://[::1] must be added only once, but was added before");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api.test", "", "*", "https://*.test", "ftp://api.test", "https://"})
  void whatIsNoOriginIsRefused(String url) {
    assertThatThrownBy(() -> builder.add(url, SCHEME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://api.example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://api.test", "ws://api.test:8080", "http://192.168.0.1"})
  void plainHttpToAnotherMachineNeedsToBeSaid(String url) throws IOException {
    assertThatThrownBy(() -> builder.add(url, SCHEME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Origin.of(url).toString())
        .hasMessageContaining("addInsecure");

    Keyring keyring = builder.addInsecure(url, SCHEME).build();
    assertThat(keyring.headersFor("GET", URI.create(url + "/a")))
        .isEqualTo(Map.of("x-key", "s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1", "http://[::1]:80"})
  void plainHttpToThisMachineIsFine(String url) throws IOException {
    Keyring keyring = builder.add(url, SCHEME).build();

    assertThat(keyring.headersFor("GET", URI.create(url))).isNotEmpty();
  }

  @Test
  void atLeastOneOriginIsNeeded() {
    assertThatThrownBy(() -> builder.add(SCHEME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("add must have at least one origin, but had none");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void maximumCredentialsIsAtLeastOne(long maximum) {
    assertThatThrownBy(() -> builder.maximumCredentials(maximum))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximumCredentials must be at least 1, but was " + maximum);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
  void theIssueTimeoutIsPositive(Duration timeout) {
    assertThatThrownBy(() -> builder.issueTimeout(timeout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("issueTimeout must be positive, but was " + timeout);
  }

  @Test
  void anIssueMayTake30SecondsUnlessSet() throws IOException {
    AtomicReference<Duration> bound = new AtomicReference<>();
    builder
        .executor(Runnable::run)
        .timer(
            (task, delay) -> {
              bound.set(delay);
              return new CompletableFuture<Void>();
            })
        .add("https://lambda.test", context -> Credential.of("x", "k"));

    assertThat(builder.build().headersFor("GET", URI.create("https://lambda.test/"))).isNotEmpty();
    assertThat(bound.get()).hasSeconds(30);
  }

  @Test
  void aSettingIsSetOnce() {
    Map<String, Runnable> settings =
        Map.of(
            "clock", () -> builder.clock(Clock.systemUTC()),
            "listener", () -> builder.listener(new KeyringListener() {}),
            "executor", () -> builder.executor(Runnable::run),
            "maximumCredentials", () -> builder.maximumCredentials(10_000),
            "issueTimeout", () -> builder.issueTimeout(Duration.ofSeconds(30)));
    settings.forEach(
        (name, setting) -> {
          setting.run();
          assertThatThrownBy(setting::run)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(name + " must be set only once, but was set twice");
        });
  }

  @Test
  void nullIsRefusedByName() {
    assertThatThrownBy(() -> builder.add("https://api.test", null)).hasMessage("scheme");
    assertThatThrownBy(() -> builder.clock(null)).hasMessage("clock");
    assertThatThrownBy(() -> builder.listener((KeyringListener) null)).hasMessage("listener");
    assertThatThrownBy(() -> builder.executor(null)).hasMessage("executor");
    assertThatThrownBy(() -> builder.issueTimeout(null)).hasMessage("issueTimeout");
    assertThatThrownBy(() -> builder.add((Origin) null, SCHEME)).hasMessage("origin");
  }

  @Test
  void aBuilderThatGoesOnDoesNotChangeWhatItBuilt() throws IOException {
    Keyring first = builder.add("https://api.test", SCHEME).build();
    Keyring second = builder.add("https://late.test", SCHEME).build();

    assertThat(first.headersFor("GET", URI.create("https://late.test/"))).isEmpty();
    assertThat(second.headersFor("GET", URI.create("https://late.test/"))).isNotEmpty();
  }

  @Test
  void showsItsOriginsOnly() {
    assertThat(builder.add(SCHEME, "https://b.test", "https://a.test:8443").build())
        .hasToString("Keyring[https://b.test, https://a.test:8443]");
  }
}
