package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyVerifierTest {
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private final Clock clock = ManualClock.at("1970-01-01T00:16:40Z");
  private final Verifier verifier =
      new ApiKeyVerifier("my-key", "my-jwt-key", "app", "app-secret", clock);
  private final Map<String, String> headers = new LinkedHashMap<>();

  ApiKeyVerifierTest() {
    headers.put("x-api-key", "my-key");
    headers.put(
        "x-signature", Jws.hs256("my-jwt-key", HEADER, "{\"key\":\"my-key\",\"exp\":1015}"));
    headers.put("x-app-key", "app");
    headers.put(
        "x-app-signature", Jws.hs256("app-secret", HEADER, "{\"key\":\"app\",\"exp\":1060}"));
  }

  @Test
  void whatTheDocumentAsksForIsAccepted() {
    assertThatCode(() -> verify(verifier)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "x-api-key,   other, x-api-key differs",
    "x-app-key,   other, x-app-key differs",
    "x-signature, other, the token has not three parts"
  })
  void aWrongHeaderIsRefused(String name, String value, String reason) {
    headers.put(name, value);

    assertThatThrownBy(() -> verify(verifier)).hasMessage(reason);
  }

  @ParameterizedTest
  @CsvSource({"x-api-key", "x-signature", "x-app-key", "x-app-signature"})
  void aMissingHeaderIsRefused(String name) {
    headers.remove(name);

    assertThatThrownBy(() -> verify(verifier)).hasMessage(name + " is there 0 times");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "my-jwt-key | {\"key\":\"my-key\",\"exp\":1016}              | the token lives too long",
        "my-jwt-key | {\"key\":\"my-key\",\"exp\":1000}              | the token has expired",
        "my-jwt-key | {\"key\":\"my-kez\",\"exp\":1015}              | the claim key differs",
        "my-jwt-key | {\"key\":\"my-key\",\"exp\":1015,\"iat\":1000} | the claims are others",
        "my-jwt-key | {\"key\":\"my-key\",\"exp\":1015.5}            | a value of a kind",
        "my-jwt-kez | {\"key\":\"my-key\",\"exp\":1015}              | the signature differs",
      })
  void aWrongSignatureIsRefused(String secret, String claims, String reason) {
    headers.put("x-signature", Jws.hs256(secret, HEADER, claims));

    assertThatThrownBy(() -> verify(verifier)).hasMessageStartingWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app-secret | {\"key\":\"app\",\"exp\":1061}    | the token lives too long",
        "app-secret | {\"key\":\"my-key\",\"exp\":1060} | the claim key differs",
        "my-jwt-key | {\"key\":\"app\",\"exp\":1060}    | the signature differs",
      })
  void aWrongOrganizationSignatureIsRefused(String secret, String claims, String reason) {
    headers.put("x-app-signature", Jws.hs256(secret, HEADER, claims));

    assertThatThrownBy(() -> verify(verifier)).hasMessage(reason);
  }

  @Test
  void whoHasNoJwtKeySendsNoSignature() {
    Verifier keyAlone = new ApiKeyVerifier("my-key", null, null, null, clock);

    assertThatThrownBy(() -> verify(keyAlone)).hasMessage("x-signature is not expected");
    headers.keySet().retainAll(List.of("x-api-key"));
    assertThatCode(() -> verify(keyAlone)).doesNotThrowAnyException();
  }

  private void verify(Verifier verifier) throws Refused {
    List<String> fields = new ArrayList<>();
    headers.forEach((name, value) -> fields.addAll(List.of(name, value)));
    verifier.verify(Requests.get("/", fields.toArray(String[]::new)));
  }
}
