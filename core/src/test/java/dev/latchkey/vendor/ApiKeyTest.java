package dev.latchkey.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.IssueContext;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  private static final String JWT_KEY = "a-jwt-key-of-more-than-thirty-two-bytes";
  private static final String APP_SECRET = "an-app-secret-of-more-than-thirty-two-bytes";
  // 1767225600
  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00.500Z");

  @Test
  void aKeyAloneIsOneHeader() throws IOException {
    assertThat(issue(ApiKey.of("key-1"))).isEqualTo(Map.of("x-api-key", "key-1"));
  }

  @Test
  void aSignatureHasTheClaimsOfTheDocumentAndLives15Seconds() throws IOException {
    Map<String, String> headers = issue(ApiKey.signed("key-1", JWT_KEY));

    assertThat(headers).containsOnlyKeys("x-api-key", "x-signature");
    assertThat(headers).containsEntry("x-api-key", "key-1");
    Token token = Token.hs256(headers.get("x-signature"), JWT_KEY);
    assertThat(token.header()).isEqualTo(Map.of("alg", "HS256", "typ", "JWT"));
    assertThat(token.claims()).isEqualTo(Map.of("key", "key-1", "exp", 1767225615L));
  }

  @Test
  void anOrganizationsSignatureHasItsAppKeyAndLives60Seconds() throws IOException {
    Map<String, String> headers = issue(ApiKey.forOrganization("key-1", "app-1", APP_SECRET));

    assertThat(headers).containsOnlyKeys("x-api-key", "x-app-key", "x-app-signature");
    assertThat(headers).containsEntry("x-api-key", "key-1").containsEntry("x-app-key", "app-1");
    Token token = Token.hs256(headers.get("x-app-signature"), APP_SECRET);
    assertThat(token.header()).isEqualTo(Map.of("alg", "HS256", "typ", "JWT"));
    assertThat(token.claims()).isEqualTo(Map.of("key", "app-1", "exp", 1767225660L));
  }

  @Test
  void bothSignaturesGoTogether() throws IOException {
    AuthScheme scheme =
        ApiKey.builder("key-1").organization("app-1", APP_SECRET).signedWith(JWT_KEY).build();

    Map<String, String> headers = issue(scheme);

    assertThat(headers.keySet())
        .containsExactly("x-api-key", "x-signature", "x-app-key", "x-app-signature");
    assertThat(Token.hs256(headers.get("x-signature"), JWT_KEY).claims())
        .isEqualTo(Map.of("key", "key-1", "exp", 1767225615L));
    assertThat(Token.hs256(headers.get("x-app-signature"), APP_SECRET).claims())
        .isEqualTo(Map.of("key", "app-1", "exp", 1767225660L));
    assertThat(scheme.headerNames()).isEqualTo(headers.keySet());
  }

  @Test
  void theLifetimesCanBeSet() throws IOException {
    AuthScheme scheme =
        ApiKey.builder("key-1")
            .signedWith(JWT_KEY)
            .signatureLifetime(Duration.ofMinutes(1))
            .organization("app-1", APP_SECRET)
            .organizationSignatureLifetime(Duration.ofSeconds(30))
            .build();

    Map<String, String> headers = issue(scheme);

    assertThat(Token.hs256(headers.get("x-signature"), JWT_KEY).claims())
        .containsEntry("exp", 1767225660L);
    assertThat(Token.hs256(headers.get("x-app-signature"), APP_SECRET).claims())
        .containsEntry("exp", 1767225630L);
  }

  @Test
  void aLifetimeUnderASecondIsRefused() {
    assertThatThrownBy(
            () ->
                ApiKey.builder("k").signedWith("s").signatureLifetime(Duration.ofMillis(1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("signatureLifetime must be at least one second, but was PT0.001S");
  }

  static Stream<Arguments> settingsThatContradict() {
    Duration minute = Duration.ofMinutes(1);
    return Stream.of(
        wrong(
            "signedWith must be set only once, but was set twice",
            b -> b.signedWith("a").signedWith("a")),
        wrong(
            "organization must be set only once, but was set twice",
            b -> b.organization("a", "b").organization("a", "b")),
        wrong(
            "signatureLifetime must be set only once, but was set twice",
            b -> b.signatureLifetime(minute).signatureLifetime(minute)),
        wrong(
            "organizationSignatureLifetime must be set only once, but was set twice",
            b -> b.organizationSignatureLifetime(minute).organizationSignatureLifetime(minute)),
        wrong(
            "signatureLifetime must be at least one second, but was PT0.001S",
            b -> b.signatureLifetime(Duration.ofMillis(1))),
        wrong(
            "organizationSignatureLifetime must be at least one second, but was PT0S",
            b -> b.organizationSignatureLifetime(Duration.ZERO)));
  }

  private static Arguments wrong(String message, Consumer<ApiKey.Builder> settings) {
    return Arguments.of(message, settings);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settingsThatContradict")
  void aWrongSettingIsAnErrorAtOnce(String message, Consumer<ApiKey.Builder> settings) {
    ApiKey.Builder builder = ApiKey.builder("key-1");

    assertThatThrownBy(() -> settings.accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anUnsetVariableIsToldByWhatItWasToHold() {
    assertThatThrownBy(() -> ApiKey.of(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(
            "The API key must not be null; check that the variable that it is read from"
                + " is set");
    assertThatThrownBy(() -> ApiKey.signed("key-1", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(
            "The HMAC secret must not be null; check that the variable that it is read"
                + " from is set");
  }

  @Test
  void aSignatureIsMadeForEachSecond() throws IOException {
    AuthScheme scheme = ApiKey.signed("key-1", JWT_KEY);
    Map<String, String> first = issue(scheme);
    moment.advance(Duration.ofMillis(499));
    assertThat(issue(scheme)).isEqualTo(first);

    moment.advance(Duration.ofMillis(1));
    assertThat(issue(scheme).get("x-signature")).isNotEqualTo(first.get("x-signature"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s", "SK456", "schlüssel-☃", "a secret with spaces and more than 32 bytes"})
  void anySecretIsItsUtf8Bytes(String secret) throws IOException {
    AuthScheme scheme =
        ApiKey.builder("key-1").signedWith(secret).organization("app-1", secret).build();

    Map<String, String> headers = issue(scheme);

    assertThat(Token.isHs256(headers.get("x-signature"), secret)).isTrue();
    assertThat(Token.isHs256(headers.get("x-app-signature"), secret)).isTrue();
    assertThat(Token.isHs256(headers.get("x-signature"), Bytes.changed(secret, 0))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "exp"})
  void aChangedClaimDoesNotVerify(String claim) throws IOException {
    Map<String, String> headers =
        issue(ApiKey.builder("k-1").signedWith(JWT_KEY).organization("a-1", APP_SECRET).build());

    String signature = Bytes.withChangedClaim(headers.get("x-signature"), claim);
    String appSignature = Bytes.withChangedClaim(headers.get("x-app-signature"), claim);
    assertThat(Token.isHs256(signature, JWT_KEY)).isFalse();
    assertThat(Token.isHs256(appSignature, APP_SECRET)).isFalse();
    assertThat(Token.isHs256(headers.get("x-signature"), APP_SECRET)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret\n", " s3cret", "s3crét"})
  void aKeyThatAHeaderCannotCarryIsRefusedAndNotShown(String key) {
    assertThatThrownBy(() -> ApiKey.of(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The API key ")
        .hasMessageNotContaining("s3");
    assertThatThrownBy(() -> ApiKey.forOrganization("key-1", key, APP_SECRET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The app key ")
        .hasMessageNotContaining("s3")
        .hasMessageNotContaining("key-1")
        .hasMessageNotContaining(APP_SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret\n"})
  void aSecretThatCannotBeMeantIsRefusedAndNotShown(String secret) {
    assertThatThrownBy(() -> ApiKey.signed("key-1", secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The HMAC secret ")
        .hasMessageNotContaining("s3");
    assertThatThrownBy(() -> ApiKey.forOrganization("key-1", "app-1", secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3");
  }

  private Map<String, String> issue(AuthScheme scheme) throws IOException {
    return scheme.issue(IssueContext.of("GET", URI.create("https://a.test/"), moment)).headers();
  }
}
