package dev.latchkey.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.KeyFile;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthgearAdminTest {
  private static final SigningKey KEY = SigningKey.rs256("mykid", TestKeys.rsa().getPrivate());

  // The iat of the document's example payload.
  private final ManualClock moment = ManualClock.at("2006-01-02T03:04:05Z");

  @Test
  void headerAndPayloadAreThoseOfTheDocument() throws IOException {
    Token token = Token.rs256(jwt(AuthgearAdmin.project("myapp", KEY)), TestKeys.rsa());

    assertThat(token.header()).isEqualTo(Map.of("alg", "RS256", "kid", "mykid", "typ", "JWT"));
    assertThat(token.claims())
        .isEqualTo(Map.of("aud", List.of("myapp"), "iat", 1136171045L, "exp", 1136171045L + 300));
  }

  @Test
  void theHeaderIsBearerAsWritten() throws IOException {
    Map<String, String> headers = issue(AuthgearAdmin.project("myapp", KEY));

    assertThat(headers).containsOnlyKeys("Authorization");
    assertThat(headers.get("Authorization")).matches("Bearer ey[\\w-]+\\.ey[\\w-]+\\.[\\w-]+");
  }

  @Test
  void aRefusalIs403AndNever401() {
    AuthScheme scheme = AuthgearAdmin.project("myapp", KEY);

    assertThat(scheme.isRefusal(403)).isTrue();
    assertThat(scheme.isRefusal(401)).isFalse();
    assertThat(scheme.isRefusal(200)).isFalse();
  }

  @Test
  void theKeyIdMayComeFromTheFileOfThePortal(@TempDir Path folder) throws IOException {
    String kid = "5b9bd0b1-4d5f-4d1c-8f0c-2f3c8a5e1a77";
    Path file = Files.writeString(folder.resolve(kid + ".pem"), TestKeys.pkcs8(TestKeys.rsa()));

    for (AuthScheme scheme :
        List.of(
            AuthgearAdmin.project("myapp", SigningKey.pem(file)),
            AuthgearAdmin.project("myapp", KeyFile.pem(file)),
            AuthgearAdmin.project("myapp", KeyFile.newestIn(folder)))) {
      assertThat(Token.rs256(jwt(scheme), TestKeys.rsa()).header()).containsEntry("kid", kid);
    }
  }

  @Test
  void keyAndKeyIdChangeTogether() throws IOException {
    AtomicReference<SigningKey> key = new AtomicReference<>(KEY);
    AuthScheme scheme = AuthgearAdmin.project("myapp", key::get);
    assertThat(Token.rs256(jwt(scheme), TestKeys.rsa()).header()).containsEntry("kid", "mykid");

    key.set(SigningKey.rs256("next", TestKeys.otherRsa().getPrivate()));

    assertThat(Token.rs256(jwt(scheme), TestKeys.otherRsa()).header()).containsEntry("kid", "next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aud", "iat", "exp"})
  void aChangedClaimDoesNotVerify(String claim) throws IOException {
    String changed = Bytes.withChangedClaim(jwt(AuthgearAdmin.project("myapp", KEY)), claim);

    assertThat(Token.isRs256(changed, TestKeys.rsa())).isFalse();
  }

  @Test
  void aChangedKeyIdOrKeyDoesNotVerify() throws IOException {
    String jwt = jwt(AuthgearAdmin.project("myapp", KEY));

    assertThat(Token.isRs256(Bytes.withChangedHeader(jwt, "kid"), TestKeys.rsa())).isFalse();
    assertThat(Token.isRs256(jwt, TestKeys.otherRsa())).isFalse();
    assertThat(Token.isRs256(jwt, TestKeys.rsa())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "https://myapp.authgearapps.com", "myapp/"})
  void whatIsNoProjectIdIsRefused(String projectId) {
    assertThatThrownBy(() -> AuthgearAdmin.project(projectId, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("project id");
  }

  @Test
  void onlyRs256IsTaken() {
    for (SigningAlgorithm algorithm :
        List.of(SigningAlgorithm.RS384, SigningAlgorithm.RS512, SigningAlgorithm.PS256)) {
      assertThatThrownBy(() -> AuthgearAdmin.project("myapp", KEY.withAlgorithm(algorithm)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The key must be for RS256, because this vendor accepts no other, but was"
                  + " for "
                  + algorithm);
    }
    SigningKey ec = SigningKey.pem("kid", TestKeys.pkcs8(TestKeys.ec()));
    assertThatThrownBy(() -> AuthgearAdmin.project("myapp", ec))
        .hasMessage(
            "The key must be for RS256, because this vendor accepts no other, but was"
                + " for ES256");
  }

  @Test
  void aKeyThatTheServerWouldNotTakeIsRefused() {
    SigningKey secret = SigningKey.hs256("s3cret-s3cret").withKeyId("kid");

    assertThatThrownBy(() -> AuthgearAdmin.project("myapp", secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The key must be for RS256, because this vendor accepts no other, but was"
                + " for HS256");
    AuthScheme late = AuthgearAdmin.project("myapp", () -> secret);
    assertThatThrownBy(() -> issue(late))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "The key must be for RS256, because this vendor accepts no other, but was"
                + " for HS256");
  }

  private String jwt(AuthScheme scheme) throws IOException {
    return issue(scheme).get("Authorization").substring("Bearer ".length());
  }

  private Map<String, String> issue(AuthScheme scheme) throws IOException {
    URI uri = URI.create("https://myapp.authgearapps.com/_api/admin/graphql");
    return scheme.issue(IssueContext.of("POST", uri, moment)).headers();
  }
}
