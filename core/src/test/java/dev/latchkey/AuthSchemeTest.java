package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSchemeTest {
  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");

  @Test
  void aHeaderStaysAsItIs() throws IOException {
    AuthScheme scheme = AuthScheme.header("X-Api-Key", "k1");

    Credential credential = scheme.issue(context());

    assertThat(credential.headers()).containsExactly(Map.entry("X-Api-Key", "k1"));
    assertThat(credential.end()).isNull();
    assertThat(credential.reuse()).isEqualTo(CredentialReuse.AHEAD);
    assertThat(scheme.headerNames()).containsExactly("X-Api-Key");
    assertThat(scheme.isRefusal(401)).isTrue();
    assertThat(scheme.isRefusal(403)).isFalse();
  }

  @Test
  void aHeaderFromASupplierIsAskedForEachRequest() throws IOException {
    AtomicReference<String> value = new AtomicReference<>("k1");
    AuthScheme scheme = AuthScheme.header("x-api-key", value::get);
    assertThat(scheme.issue(context()).headers()).containsEntry("x-api-key", "k1");

    value.set("k2");
    Credential second = scheme.issue(context());
    assertThat(second.headers()).containsEntry("x-api-key", "k2");
    assertThat(second.reuse()).isEqualTo(CredentialReuse.NEVER);
  }

  @Test
  void whatASupplierGivesIsCheckedAndNotShown() {
    assertThatThrownBy(() -> AuthScheme.header("x-api-key", () -> null).issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessage("the supplier of header x-api-key returned null");
    assertThatThrownBy(() -> AuthScheme.header("x-api-key", () -> "s3cret\n").issue(context()))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("x-api-key must not have a line break")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3cret\\n | must not have a line break",
        "s3\\rcret | must not have a line break",
        "s3cretä | must not have a character outside ASCII",
        "s3cret\\u0001 | must not have a control character",
        "' s3cret' | must not start or end with a space",
        "'s3cret ' | must not start or end with a space",
        "'s3cret\\t' | must not start or end with a space",
        "'' | must not be empty"
      })
  void aValueThatAHeaderCannotCarryIsRefusedAndNotShown(String escaped, String fault) {
    String value =
        escaped
            .replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\\t", "\t")
            .replace("\\u0001", "\u0001");

    assertThatThrownBy(() -> AuthScheme.header("x-api-key", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x-api-key")
        .hasMessageContaining(fault)
        .hasMessageNotContaining("s3");
  }

  @Test
  void everyCharacterOfAValueIsLookedAt() {
    for (int length = 3; length < 28; length++) {
      for (int at = 1; at < length - 1; at++) {
        for (char c = 0; c < 0x120; c++) {
          assertAccepted(length, at, c, (c >= ' ' && c <= '~') || c == '\t');
        }
        assertAccepted(length, at, '\u2028', false);
        assertAccepted(length, at, '\ud800', false);
        assertAccepted(length, at, '\udc00', false);
      }
    }
  }

  private static void assertAccepted(int length, int at, char c, boolean accepted) {
    String value = "a".repeat(at) + c + "z".repeat(length - at - 1);
    boolean taken = true;
    try {
      HeaderFields.checkValue("x", value);
    } catch (IllegalArgumentException e) {
      taken = false;
    }
    assertThat(taken).as("%x at %d of %d", (int) c, at, length).isEqualTo(accepted);
  }

  @Test
  void spacesAndTabsInsideAValueAreFine() throws IOException {
    assertThat(AuthScheme.header("x", "a b\tc").issue(context()).headers())
        .containsEntry("x", "a b\tc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "host",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Upgrade",
        "Expect",
        "TE",
        "Trailer"
      })
  void aHeaderOfTheClientsOwnIsRefused(String name) {
    assertThatThrownBy(() -> AuthScheme.header(name, "v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The header " + name + " must not be set, because the HTTP client sets it" + " itself");
    assertThatThrownBy(() -> AuthScheme.header(name, () -> "v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "ä", "a\n", "a\"b", "(a)"})
  void whatIsNoHeaderNameIsRefused(String name) {
    assertThatThrownBy(() -> AuthScheme.header(name, "v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("header name");
  }

  @Test
  void aPairOfNameAndValueInTheWrongOrderDoesNotShowTheValue() {
    assertThatThrownBy(() -> AuthScheme.header("s3cret/+=", "x-api-key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void basicEncodesThePairAsUtf8() throws IOException {
    assertThat(basic("Aladdin", "open sesame")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    // RFC 7617 §2.1
    assertThat(basic("test", "123£")).isEqualTo("Basic dGVzdDoxMjPCow==");
    assertThat(basic("user", "")).isEqualTo("Basic dXNlcjo=");
    String pair = new String(decode(basic("ü", "a:b:€")), StandardCharsets.UTF_8);
    assertThat(pair).isEqualTo("ü:a:b:€");
  }

  @Test
  void aBasicPairThatServersWouldReadOtherwiseIsRefusedAndNotShown() {
    assertBasicRefused("s3:cret", "pass", "must not have a colon");
    assertBasicRefused("", "s3cret", "must not be empty");
    assertBasicRefused("s3cret\n", "pass", "control character");
    assertBasicRefused("user", "s3cret\r\n", "line break");
    assertBasicRefused("user", "s3\0cret", "control character");
    assertBasicRefused("user", "s3\u0085cret", "control character");
  }

  @Test
  void severalSchemesAreOneCredentialInTheirOrder() throws IOException {
    AuthScheme scheme =
        AuthScheme.allOf(
            AuthScheme.header("x-b", "1"),
            AuthScheme.header("x-a", "2"),
            context -> Credential.of("x-c", "3").and("x-0", "4"));

    assertThat(scheme.issue(context()).headers().keySet())
        .containsExactly("x-b", "x-a", "x-c", "x-0");
    assertThat(scheme.headerNames()).containsExactlyInAnyOrder("x-a", "x-b");
  }

  @Test
  void severalSchemesAreReusedAsLongAsEach() throws IOException {
    Instant early = Instant.parse("2026-01-01T00:01:00Z");
    Instant late = early.plusSeconds(60);
    AuthScheme one = c -> Credential.of("a", "1").reusableUntil(late);
    AuthScheme two = c -> Credential.of("b", "1").reusableUntil(early);
    AuthScheme good = AuthScheme.header("c", "1");
    AuthScheme single = c -> Credential.of("d", "1").singleUse();

    assertThat(AuthScheme.allOf(one, two, good).issue(context()).end()).isEqualTo(early);
    assertThat(AuthScheme.allOf(good, two, one).issue(context()).end()).isEqualTo(early);
    assertThat(AuthScheme.allOf(good, one).issue(context()).end()).isEqualTo(late);
    assertThat(AuthScheme.allOf(good).issue(context()).end()).isNull();
    assertThat(AuthScheme.allOf(one, single).issue(context()).reuse())
        .isEqualTo(CredentialReuse.NEVER);
    assertThat(AuthScheme.allOf(single, one).issue(context()).reuse())
        .isEqualTo(CredentialReuse.NEVER);
  }

  @Test
  void theRefusalOfAnyPartIsOne() {
    AuthScheme jwt =
        JwtScheme.signedWith(SigningKey.hs256("k"))
            .header("x-sig")
            .lifetime(Duration.ofMinutes(1))
            .refusedWith(403)
            .build();
    AuthScheme scheme = AuthScheme.allOf(AuthScheme.header("a", "1"), jwt);

    assertThat(scheme.isRefusal(401)).isTrue();
    assertThat(scheme.isRefusal(403)).isTrue();
    assertThat(scheme.isRefusal(400)).isFalse();
  }

  @Test
  void twoSchemesForOneHeaderAreAnError() {
    assertThatThrownBy(
            () -> AuthScheme.allOf(AuthScheme.header("X-A", "s1"), AuthScheme.header("x-a", "s2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The schemes of allOf must set different headers, but two set x-a");
    AuthScheme lambdas =
        AuthScheme.allOf(c -> Credential.of("a", "1"), c -> Credential.of("A", "2"));
    assertThatThrownBy(() -> lambdas.issue(context()))
        .hasMessageContaining("A must be set only once, but was set twice");
  }

  @Test
  void allOfNothingIsAnError() {
    assertThatThrownBy(AuthScheme::allOf)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allOf must have at least one scheme, but had none");
  }

  private static void assertBasicRefused(String userId, String password, String fault) {
    assertThatThrownBy(() -> AuthScheme.basic(userId, password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fault)
        .hasMessageNotContaining("s3");
  }

  @Test
  void anOauthClientsPairIsFormEncodedFirst() throws IOException {
    String header =
        AuthScheme.clientSecretBasic("my client:1", "+%/ü&s")
            .issue(context())
            .headers()
            .get("Authorization");

    assertThat(new String(decode(header), StandardCharsets.UTF_8))
        .isEqualTo("my+client%3A1:%2B%25%2F%C3%BC%26s");
    assertThatThrownBy(() -> AuthScheme.clientSecretBasic("", "s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The client id of client_secret_basic must not be empty");
  }

  private String basic(String userId, String password) throws IOException {
    return AuthScheme.basic(userId, password).issue(context()).headers().get("Authorization");
  }

  private static byte[] decode(String basic) {
    return Base64.getDecoder().decode(basic.substring("Basic ".length()));
  }

  private IssueContext context() {
    return IssueContext.of("GET", URI.create("https://api.test/"), moment);
  }
}
