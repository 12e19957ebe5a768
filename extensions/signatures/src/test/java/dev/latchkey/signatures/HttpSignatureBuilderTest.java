package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSignatureBuilderTest {
  private static final SigningKey KEY = SigningKey.pem("kid", RfcKeys.ED25519_PRIVATE);

  private final HttpSignature.Builder builder = HttpSignature.signedWith(KEY);

  static Stream<Consumer<HttpSignature.Builder>> settings() {
    return Stream.of(
        builder -> builder.components("@method"),
        HttpSignature.Builder::sha512,
        builder -> builder.label("sig2"),
        builder -> builder.expires(Duration.ofMinutes(1)),
        HttpSignature.Builder::algorithm,
        HttpSignature.Builder::nonce,
        builder -> builder.nonce(() -> "n"),
        builder -> builder.tag("t"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void settingTheSameTwiceIsAnError(Consumer<HttpSignature.Builder> setting) {
    setting.accept(builder);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.accept(builder))
        .withMessageEndingWith("must be set only once, but was set twice");
  }

  @Test
  void aComponentThatIsNamedTwiceIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.components("date", "Date"))
        .withMessage("\"date\" is named twice; name it once");
  }

  @Test
  void whatIsSignedHasToBeNamed() {
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessageStartingWith("components is not set; name what is signed");
  }

  @Test
  void aSignatureThatCoversNothingIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(builder.components()::build)
        .withMessageStartingWith("components is not set; name what is signed");
  }

  @Test
  void aDigestThatIsNotSignedIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(builder.components("@method", "date").sha512()::build)
        .withMessage("sha512 is set, but content-digest is not signed; name it in components");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "@status",
        "@signature-params",
        "@method;req",
        "@path;sf",
        "@query-param",
        "@query-param;name=pet",
        "@query-param;name=\"\"",
        "@query-param;name=\"a b\"",
        "@query-param;name=\"a+b\"",
        "@query-param;name=\"%7e\"",
        "date;",
        "date;req",
        "date;tr",
        "date;sf",
        "date;bs",
        "date;key=\"a\"",
        "date;sf;bs",
        "date;sf=?0",
        "date;key=\"A\"",
        "date;key=a",
        "x date",
        "x\n",
        "\"date\"",
        "content-digest;sf",
        "content-digest;key=\"sha-256\""
      })
  void whatIsNoComponentOfARequestIsAnError(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.components(name))
        .withMessageStartingWith(
            "components must be such as @method, @query-param;name=\"a%20b\", or date without"
                + " parameters");
  }

  @ParameterizedTest
  @EnumSource(names = {"HS384", "HS512"})
  void aKeyForAnotherAlgorithmIsAnError(SigningAlgorithm algorithm) {
    SigningKey key = SigningKey.hmac(algorithm, new byte[64]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpSignature.signedWith(key))
        .withMessage(
            "The key must be for PS512, RS256, HS256, ES256, ES384 or EdDSA, but was for "
                + algorithm
                + "; see SigningKey.withAlgorithm");
  }

  @Test
  void textsOfTheSignatureArePrintableAscii() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.tag("é"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.tag("a\nb"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.label("Sig1"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.label(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpSignature.signedWith(KEY.withKeyId("ключ")))
        .withMessage("The key id must be printable ASCII");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT-1S", "P36526D"})
  void expiresIsBetweenASecondAndAHundredYears(Duration lifetime) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.expires(lifetime))
        .withMessage(
            "expires must be at least one second and at most 100 years, but was " + lifetime);
  }

  @Test
  void onlyAFixedLocalKeyDoesNotBlock() {
    SigningKey remote = SigningKey.remote("kid", SigningAlgorithm.EDDSA, message -> new byte[64]);

    assertThat(builder.components("@method").build().mayBlock()).isFalse();
    assertThat(HttpSignature.signedWith(() -> KEY).components("@method").build().mayBlock())
        .isTrue();
    assertThat(HttpSignature.signedWith(remote).components("@method").build().mayBlock()).isTrue();
  }

  @Test
  void aSchemeDoesNotChangeWithItsBuilder() {
    HttpSignature scheme = builder.components("@method").build();
    builder.label("other").tag("t");

    assertThat(scheme).hasToString("HTTP message signature sig1=(\"@method\")");
    assertThat(scheme.headerNames()).containsExactlyInAnyOrder("Signature-Input", "Signature");
  }
}
