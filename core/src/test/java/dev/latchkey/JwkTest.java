package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.latchkey.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys in JSON: those of the RFCs, those of Nimbus, and what is none. */
class JwkTest {
  /** RFC 7520 §3.4. */
  private static final String RSA =
      "{\"kty\":\"RSA\",\"kid\":\"bilbo.baggins@hobbiton.example\",\"use\":\"sig\",\"n\":\"n4EPtAOCc9A"
          + "lkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJm"
          + "SCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqF"
          + "EHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FV"
          + "bb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqg"
          + "c5gHdrNP5zw\",\"e\":\"AQAB\",\"d\":\"bWUC9B-EFRIo8kpGfh0ZuyGPvMNKvYWNtB_ikiH9k20eT-O1q_I"
          + "78eiZkpXxXQ0UTEs2LsNRS-8uJbvQ-A1irkwMSMkK1J3XTGgdrhCku9gRldY7sNA_AKZGh-Q661_42rI"
          + "NLRCe8W-nZ34ui_qOfkLnK9QWDDqpaIsA-bMwWWSDFu2MUBYwkHTMEzLYGqOe04noqeq1hExBTHBOBdk"
          + "MXiuFhUq1BU6l-DqEiWxqg82sXt2h-LMnT3046AOYJoRioz75tSUQfGCshWTBnP5uDjd18kKhyv07lhf"
          + "SJdrPdM5Plyl21hsFf4L_mHCuoFau7gdsPfHPxxjVOcOpBrQzwQ\",\"p\":\"3Slxg_DwTXJcb6095RoXyg"
          + "QCAZ5RnAvZlno1yhHtnUex_fp7AZ_9nRaO7HX_-SFfGQeutao2TDjDAWU4Vupk8rw9JR0AzZ0N2fvuIA"
          + "mr_WCsmGpeNqQnev1T7IyEsnh8UMt-n5CafhkikzhEsrmndH6LxOrvRJlsPp6Zv8bUq0k\",\"q\":\"uKE2"
          + "dh-cTf6ERF4k4e_jy78GfPYUIaUyoSSJuBzp3Cubk3OCqs6grT8bR_cu0Dm1MZwWmtdqDyI95HrUeq3M"
          + "P15vMMON8lHTeZu2lmKvwqW7anV5UzhM1iZ7z4yMkuUwFWoBvyY898EXvRD-hdqRxHlSqAZ192zB3pVF"
          + "J0s7pFc\",\"dp\":\"B8PVvXkvJrj2L-GYQ7v3y9r6Kw5g9SahXBwsWUzp19TVlgI-YV85q1NIb1rxQtD-I"
          + "sXXR3-TanevuRPRt5OBOdiMGQp8pbt26gljYfKU_E9xn-RULHz0-ed9E9gXLKD4VGngpz-PfQ_q29pk5"
          + "xWHoJp009Qf1HvChixRX59ehik\",\"dq\":\"CLDmDGduhylc9o7r84rEUVn7pzQ6PF83Y-iBZx5NT-TpnO"
          + "ZKF1pErAMVeKzFEl41DlHHqqBLSM0W1sOFbwTxYWZDm6sI6og5iTbwQGIC3gnJKbi_7k_vJgGHwHxgPa"
          + "X2PnvP-zyEkDERuf-ry4c_Z11Cq9AqC2yeL6kdKT1cYF8\",\"qi\":\"3PiqvXQN0zwMeE-sBvZgi289XP9"
          + "XCQF3VWqPzMKnIgQp7_Tugo6-NZBKCQsMf3HaEGBjTVJs_jcK8-TRXvaKe-7ZMaQj8VfBdYkssbu0NKD"
          + "DhjJ-GtiseaDVWt7dcH0cfwxgFUHpQh7FoCrjFJ6h6ZEpMF6xmujs4qMpPz8aaI4\"}";

  /** RFC 7520 §3.2. */
  private static final String EC =
      "{\"kty\":\"EC\",\"kid\":\"bilbo.baggins@hobbiton.example\",\"use\":\"sig\",\"crv\":\"P-521\",\"x\""
          + ":\"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRX"
          + "YgCF5cj0Kt\",\"y\":\"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAg"
          + "DPrwQrJmbnX9cwlGfP-HqHZR1\",\"d\":\"AAhRON2r9cqXX1hg-RoI6R1tX5p2rUAYdmpHZoC1XNM56Kts"
          + "crX6zbKipQrCW9CGZH3T4ubpnoTKLDYJ_fF3_rJt\"}";

  /** RFC 7520 §3.5. */
  private static final String SECRET =
      "{\"kty\":\"oct\",\"kid\":\"018c0ae5-4d9b-471b-bfd6-eef314bc7037\",\"use\":\"sig\",\"alg\":\"HS2"
          + "56\",\"k\":\"hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg\"}";

  /** RFC 8037 §A.1. */
  private static final String ED25519 =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
          + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

  /** The payload of RFC 7520 §4. */
  private static final String PAYLOAD =
      "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91"
          + "IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXi"
          + "gJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";

  /** RFC 7520 §4.1. */
  @Test
  void theTokenOfRs256() throws Exception {
    SigningKey key = SigningKey.jwk(RSA);

    assertThat(key).hasToString("SigningKey[RS256, id bilbo.baggins@hobbiton.example]");
    assertThat(
            signature(
                key, "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9"))
        .isEqualTo(
            "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx"
                + "996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHR"
                + "D68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrD"
                + "aLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH8"
                + "4ogoree7vjbU5y18kDquDg");
  }

  /** RFC 7520 §4.4. */
  @Test
  void theTokenOfHs256() throws Exception {
    SigningKey key = SigningKey.jwk(SECRET);

    assertThat(key).hasToString("SigningKey[HS256, id 018c0ae5-4d9b-471b-bfd6-eef314bc7037]");
    assertThat(
            signature(
                key,
                "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9"))
        .isEqualTo("s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0");
  }

  /** RFC 7520 §4.2 and §4.3, which are signed differently each time. */
  @Test
  void theKeysOfPs384AndEs512() throws Exception {
    SigningKey rsa = SigningKey.jwk(RSA).withAlgorithm(SigningAlgorithm.PS384);
    SigningKey ec = SigningKey.jwk(EC);

    assertThat(ec).hasToString("SigningKey[ES512, id bilbo.baggins@hobbiton.example]");
    assertVerifies(
        rsa,
        "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
        new RSASSAVerifier((RSAPublicKey) rsa.publicKey()));
    assertVerifies(
        ec,
        "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
        new ECDSAVerifier(ECKey.parse(EC)));
  }

  /** RFC 7515 §A.1. */
  @Test
  void theTokenOfRfc7515() throws Exception {
    SigningKey key =
        SigningKey.jwk(
            "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4h"
                + "cgUuTwjAzZr1Z9CAow\"}");

    String input =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
            + "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    assertThat(base64(key.sign(input.getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  }

  /** RFC 7515 §A.3 and §A.4. */
  @Test
  void thePublicKeysOfRfc7515() {
    SigningKey p256 =
        SigningKey.jwk(
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}");
    SigningKey p521 =
        SigningKey.jwk(
            "{\"kty\":\"EC\",\"crv\":\"P-521\",\"d\":\"AY5pb7A0UFiB3RELSD64fTLOSV_jazdF7fLYyuTw8lOfRhWg6Y"
                + "6rUrPAxerEzgdRhajnu0ferB0d53vM9mE15j2C\"}");

    assertThat(p256.publicJwk())
        .containsEntry("x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
        .containsEntry("y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    assertThat(p521.publicJwk())
        .containsEntry(
            "x",
            "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk")
        .containsEntry(
            "y",
            "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2");
  }

  @Test
  void theKeyOfRfc8037() {
    assertThat(SigningKey.jwk(ED25519).jwkThumbprint())
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assertThat(SigningKey.jwk(ED25519)).hasToString("SigningKey[EdDSA]");
  }

  @Test
  void theKeysOfNimbus() throws Exception {
    KeyPair rsa = TestKeys.rsa();
    assertThat(
            SigningKey.jwk(
                new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
                    .privateKey((RSAPrivateKey) rsa.getPrivate())
                    .build()
                    .toJSONString()))
        .isEqualTo(SigningKey.pemText(TestKeys.pkcs8(rsa)));
    for (Curve curve : new Curve[] {Curve.P_256, Curve.P_384, Curve.P_521}) {
      KeyPair ec = TestKeys.ec(curve.getStdName());
      assertThat(
              SigningKey.jwk(
                  new ECKey.Builder(curve, (ECPublicKey) ec.getPublic())
                      .privateKey((ECPrivateKey) ec.getPrivate())
                      .keyID("kid")
                      .build()
                      .toJSONString()))
          .isEqualTo(SigningKey.pem("kid", TestKeys.pkcs8(ec)));
    }
  }

  @Test
  void theAlgIsHonoured() {
    String alg = "\"use\":\"sig\",\"alg\":\"PS512\"";
    assertThat(SigningKey.jwk(RSA.replace("\"use\":\"sig\"", alg)).algorithm())
        .isEqualTo(SigningAlgorithm.PS512);
    assertThat(SigningKey.jwk(SECRET.replace("HS256", "HS384")).algorithm())
        .isEqualTo(SigningAlgorithm.HS384);
    assertThat(SigningKey.jwk(SECRET).withAlgorithm(SigningAlgorithm.HS512))
        .isEqualTo(SigningKey.jwk(SECRET.replace("HS256", "HS512")));
  }

  static Stream<Arguments> whatIsNoKey() {
    return Stream.of(
        arguments("text", "secret", "must be valid JSON"),
        arguments("empty", "", "must be a JSON object"),
        arguments("an array", "[" + RSA + "]", "must be a JSON object"),
        arguments("cut", RSA.substring(0, 900), "must be valid JSON"),
        arguments(
            "PEM", TestKeys.pkcs8(TestKeys.rsa()), "but was PEM; read it with SigningKey.pemText"),
        arguments("a set", "{\"keys\":[" + RSA + "]}", "but was a set of keys; pass one of them"),
        arguments("no kty", "{\"k\":\"c2VjcmV0LXNlY3JldA\"}", "must have a member kty"),
        arguments("another kty", RSA.replace("\"RSA\"", "\"DSA\""), "kty must be RSA, EC, OKP or"),
        arguments(
            "public",
            RSA.replace("\"d\"", "\"not-d\""),
            "must be a private key, but was a" + " public key without the member d"),
        arguments(
            "for encryption",
            RSA.replace("\"sig\"", "\"enc\""),
            "must be for signing," + " but was for encryption"),
        arguments(
            "other alg",
            SECRET.replace("HS256", "A128KW"),
            "alg must be EdDSA or one of HS," + " RS, PS and ES"),
        arguments(
            "none",
            SECRET.replace("HS256", "none"),
            "alg must be EdDSA or one of HS, RS," + " PS and ES"),
        arguments("alg of RSA", SECRET.replace("HS256", "RS256"), "RS256 needs a private key"),
        arguments(
            "alg of EC", RSA.replace("\"use\":\"sig\"", "\"alg\":\"ES256\""), "ES256 needs an EC"),
        arguments(
            "alg of another curve", EC.replace("\"use\":\"sig\"", "\"alg\":\"ES256\""), "on P-256"),
        arguments("no base64url", SECRET.replace("hJtX", "hJ+/"), "member k must be base64url"),
        arguments(
            "a number",
            "{\"kty\":\"oct\",\"k\":4242424242424242}",
            "must have text in its" + " member k"),
        arguments(
            "empty secret", "{\"kty\":\"oct\",\"k\":\"\"}", "The HMAC secret must not be empty"),
        arguments(
            "blank kid", SECRET.replaceFirst("018c[^\"]*", " "), "The key id must not be blank"),
        arguments("other x", EC.replace("AHKZ", "AHKY"), "must belong together"),
        arguments("other d", RSA.replace("bWUC", "bWUD").replace("3Slx", "3Sly"), "is damaged"),
        arguments("zero", EC.replaceFirst("\"AAhR[^\"]*", "\"AA"), "is damaged"),
        arguments(
            "secp256k1", EC.replace("P-521", "secp256k1"), "crv must be P-256, P-384 or P-521"),
        arguments("X25519", ED25519.replace("Ed25519", "X25519"), "crv must be Ed25519"),
        arguments("short seed", ED25519.replace("nWGx", ""), "must belong together"),
        arguments(
            "three primes",
            RSA.replace("\"use\"", "\"oth\":[],\"use\""),
            "must be an RSA key" + " of two primes"),
        arguments(
            "twice", SECRET.replace("\"use\"", "\"k\":\"AAAA\",\"use\""), "must be valid JSON"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatIsNoKey")
  void tellsWhyATextIsNoKey(String what, String text, String message) {
    Throwable thrown = catchThrowable(() -> SigningKey.jwk(text));

    assertThat(thrown)
        .as(what)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    PemTest.assertShowsNothingOf(text, thrown);
  }

  @Test
  void anUnsetVariableIsToldByWhatItWasToHold() {
    assertThatThrownBy(() -> SigningKey.jwk(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(
            "The JWK must not be null; check that the variable that it is read from is set");
  }

  private static void assertVerifies(SigningKey key, String header, JWSVerifier verifier)
      throws Exception {
    String token = header + "." + PAYLOAD + "." + signature(key, header);
    assertThat(JWSObject.parse(token).verify(verifier)).isTrue();
  }

  private static String signature(SigningKey key, String header) throws Exception {
    return base64(key.sign((header + "." + PAYLOAD).getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
