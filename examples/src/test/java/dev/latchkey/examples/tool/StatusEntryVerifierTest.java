package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusEntryVerifierTest {
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final String CLAIMS =
      "{\"iss\":\"AK123\",\"aud\":\"www.statusentry.com\",\"iat\":1000,\"exp\":87400}";

  private final Verifier verifier =
      new StatusEntryVerifier("AK123", "SK456", ManualClock.at("1970-01-01T00:16:40Z"));

  @Test
  void whatTheDocumentAsksForIsAccepted() {
    assertThatCode(() -> verify("StatusEntry AK123:" + Jws.hs256("SK456", HEADER, CLAIMS)))
        .doesNotThrowAnyException();
  }

  @Test
  void aSubjectIsThePathAndQuery() {
    String claims = CLAIMS.replace("}", ",\"sub\":\"/v1/incidents?page=2\"}");
    String value = "StatusEntry AK123:" + Jws.hs256("SK456", HEADER, claims);

    assertThatCode(
            () -> verifier.verify(Requests.get("/v1/incidents?page=2", "Authorization", value)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> verify(value)).hasMessage("the claim sub differs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"AK123\"              | \"AK124\"                   | the claim iss differs",
        "\"www.statusentry.com\"| \"statusentry.com\"         | the claim aud differs",
        "\"www.statusentry.com\"| [\"www.statusentry.com\"]   | the claim aud differs",
        "87400                  | 1000                        | the token has expired",
        "87400                  | 87401                       | the token lives too long",
        "87400                  | \"87400\"                   | exp is no whole number",
        "\"iat\":1000           | \"iat\":1001                | iat is in the future",
        "\"iat\":1000,          | ''                          | the claims are others",
        "\"iat\":1000           | \"iat\":1000,\"nbf\":1000   | the claims are others",
        "\"iat\":1000           | \"iat\":1000,\"iat\":1000   | no JSON",
        "\"iat\":1000           | \"iat\":1000,\"sub\":\"/\"  | the claim sub differs",
        "}                      | }{}                         | something follows",
      })
  void aWrongClaimIsRefused(String right, String wrong, String reason) {
    String token = Jws.hs256("SK456", HEADER, CLAIMS.replace(right, wrong));

    assertThatThrownBy(() -> verify("StatusEntry AK123:" + token))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"HS384\",\"typ\":\"JWT\"}",
        "{\"alg\":\"none\",\"typ\":\"JWT\"}",
        "{\"alg\":\"HS256\",\"typ\":\"jwt\"}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"1\"}"
      })
  void aWrongHeaderIsRefused(String header) {
    assertThatThrownBy(() -> verify("StatusEntry AK123:" + Jws.hs256("SK456", header, CLAIMS)))
        .hasMessage("the token's header differs");
  }

  @Test
  void aWrongSecretIsRefused() {
    assertThatThrownBy(() -> verify("StatusEntry AK123:" + Jws.hs256("SK457", HEADER, CLAIMS)))
        .hasMessage("the signature differs");
  }

  @Test
  void theSchemeWordKeepsItsCase() {
    assertThatThrownBy(() -> verify("statusentry AK123:" + Jws.hs256("SK456", HEADER, CLAIMS)))
        .hasMessage("the scheme is not StatusEntry");
  }

  @Test
  void anotherAccessKeyIsRefused() {
    assertThatThrownBy(() -> verify("StatusEntry AK12:" + Jws.hs256("SK456", HEADER, CLAIMS)))
        .hasMessage("the access key differs");
  }

  @ParameterizedTest
  @CsvSource({
    "'',     the token has not three parts",
    "=,      the token is not in canonical base64url",
    ".x,     the token has not three parts",
    "*,      the token is not in base64url"
  })
  void aTokenWithSomethingBehindItIsRefused(String tail, String reason) {
    String token = Jws.hs256("SK456", HEADER, CLAIMS);
    String wrong = tail.isEmpty() ? token.substring(0, token.lastIndexOf('.')) : token + tail;

    assertThatThrownBy(() -> verify("StatusEntry AK123:" + wrong)).hasMessage(reason);
  }

  @Test
  void noHeaderAndTwoHeadersAreRefused() {
    String value = "StatusEntry AK123:" + Jws.hs256("SK456", HEADER, CLAIMS);

    assertThatThrownBy(() -> verifier.verify(Requests.get("/")))
        .hasMessage("Authorization is there 0 times");
    assertThatThrownBy(
            () ->
                verifier.verify(Requests.get("/", "Authorization", value, "Authorization", value)))
        .hasMessage("Authorization is there 2 times");
  }

  private void verify(String authorization) throws Refused {
    verifier.verify(Requests.get("/v1/incidents", "Authorization", authorization));
  }
}
