package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MayaOnlineVerifierTest {
  private final Verifier verifier = new MayaOnlineVerifier("PUBLIC", "se:cret");

  @Test
  void thePairIsSplitAtTheFirstColon() {
    assertThatCode(() -> verify("Basic " + encode("PUBLIC:se:cret"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "Basic,  PUBLIC:secret,   the secret value differs",
    "Basic,  PUBLIC:,         the secret value differs",
    "Basic,  public:se:cret,  the public value differs",
    "Basic,  PUBLIC,          the pair has no colon",
    "basic,  PUBLIC:se:cret,  the scheme is not Basic",
    "Bearer, PUBLIC:se:cret,  the scheme is not Basic"
  })
  void aWrongPairIsRefused(String word, String pair, String reason) {
    assertThatThrownBy(() -> verify(word + " " + encode(pair))).hasMessage(reason);
  }

  @Test
  void whatIsNoBase64IsRefused() {
    assertThatThrownBy(() -> verify("Basic PUBLIC:se:cret"))
        .hasMessage("the pair is not in base64");
  }

  @Test
  void aRefusalIsWhatTheServerAnswers() {
    assertThat(verifier.refusal().getStatus()).contains("401");
    assertThat(verifier.refusal().getHeaders().get("WWW-Authenticate")).startsWith("Basic ");
  }

  private void verify(String authorization) throws Refused {
    verifier.verify(Requests.get("/", "Authorization", authorization));
  }

  private static String encode(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
