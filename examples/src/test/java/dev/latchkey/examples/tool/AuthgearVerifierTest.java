package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthgearVerifierTest {
  private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"mykid\"}";
  private static final String CLAIMS = "{\"aud\":[\"myapp\"],\"iat\":1000,\"exp\":1300}";
  private static final KeyPair KEY = keyPair();

  private final Map<String, PublicKey> keys =
      new ConcurrentHashMap<>(Map.of("mykid", KEY.getPublic()));
  private final Verifier verifier =
      new AuthgearVerifier("myapp", keys, ManualClock.at("1970-01-01T00:16:40Z"));

  @Test
  void whatTheDocumentAsksForIsAccepted() {
    assertThatCode(() -> verify(HEADER, CLAIMS)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"myapp\"]  | \"myapp\"               | the claim aud differs",
        "[\"myapp\"]  | [\"other\"]             | the claim aud differs",
        "[\"myapp\"]  | [\"myapp\",\"other\"]   | the claim aud differs",
        "1300         | 1301                    | the token lives too long",
        "1300         | 1000                    | the token has expired",
        "\"iat\":1000 | \"iat\":1001            | iat is in the future",
        "\"iat\":1000,| ''                      | the claims are others",
        "1300         | 1300,\"iss\":\"myapp\"  | the claims are others",
      })
  void aWrongClaimIsRefused(String right, String wrong, String reason) {
    assertThatThrownBy(() -> verify(HEADER, CLAIMS.replace(right, wrong)))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"alg\":\"RS256\",\"typ\":\"JWT\"}                       | the token has no kid",
        "{\"alg\":\"RS256\",\"kid\":\"mykid\"}                     | the token's header differs",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"mykid\"}     | the token's header differs",
        "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"other\"}     | the project has no such key",
      })
  void aWrongHeaderIsRefused(String header, String reason) {
    assertThatThrownBy(() -> verify(header, CLAIMS)).hasMessage(reason);
  }

  @Test
  void anotherKeyUnderTheSameIdIsRefused() {
    keys.put("mykid", keyPair().getPublic());

    assertThatThrownBy(() -> verify(HEADER, CLAIMS)).hasMessage("the signature differs");
  }

  @Test
  void aDeletedKeyIsRefused() {
    keys.remove("mykid");

    assertThatThrownBy(() -> verify(HEADER, CLAIMS)).hasMessage("the project has no such key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "BEARER", "JWT"})
  void theSchemeWordIsBearer(String word) {
    String token = Jws.rs256(KEY.getPrivate(), HEADER, CLAIMS);

    assertThatThrownBy(
            () -> verifier.verify(Requests.get("/", "Authorization", word + " " + token)))
        .hasMessage("the scheme is not Bearer");
  }

  @Test
  void aRefusalIsForbiddenAsPlainText() {
    assertThat(verifier.refusal().getStatus()).contains("403");
    assertThat(verifier.refusal().getHeaders().get("Content-Type")).startsWith("text/plain");
    assertThat(verifier.refusal().getHeaders().get("WWW-Authenticate")).isNull();
  }

  private void verify(String header, String claims) throws Refused {
    String token = Jws.rs256(KEY.getPrivate(), header, claims);
    verifier.verify(Requests.get("/", "Authorization", "Bearer " + token));
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
