package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The test cases of RFC 9421 Appendix B.2. */
class HttpSignatureRfcTest {
  private static final byte[] BODY = "{\"hello\": \"world\"}".getBytes(StandardCharsets.US_ASCII);
  private static final String DIGEST =
      "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
  private static final IssueContext REQUEST =
      IssueContext.of(
          "POST",
          URI.create("https://example.com/foo?param=Value&Pet=dog"),
          Map.of("Date", "Tue, 20 Apr 2021 02:07:55 GMT", "Content-Type", "application/json"),
          BODY,
          ManualClock.at("2021-04-20T02:07:53Z"));

  private static final SigningKey PSS =
      SigningKey.of(
              SigningAlgorithm.PS512, RfcKeys.privateKey("RSASSA-PSS", RfcKeys.RSA_PSS_PRIVATE))
          .withKeyId("test-key-rsa-pss");
  private static final HttpSignatureVerifier PSS_VERIFIER =
      new HttpSignatureVerifier(
          "https", "rsa-pss-sha512", RfcKeys.publicKey("RSA", RfcKeys.RSA_PSS_PUBLIC));
  private static final PublicKey P256 = RfcKeys.publicKey("EC", RfcKeys.ECC_P256_PUBLIC);

  private final AtomicReference<String> base = new AtomicReference<>();

  /** B.2.1 covers nothing, which we do not sign; it is one of our verifier's tests. */
  @Test
  void b21MinimalSignatureUsingRsaPssSha512() {
    String input =
        "();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"";
    assertThat(
            PSS_VERIFIER.accepts(
                "\"@signature-params\": " + input,
                signature(
                    "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:")))
        .isTrue();

    HttpSignature.Builder minimal = HttpSignature.signedWith(recording(PSS)).components();
    assertThatIllegalStateException().isThrownBy(minimal::build);
  }

  @Test
  void b22SelectiveCoveredComponentsUsingRsaPssSha512() throws IOException {
    Credential credential =
        HttpSignature.signedWith(recording(PSS))
            .components("@authority", "content-digest", "@query-param;name=\"Pet\"")
            .sha512()
            .tag("header-example")
            .label("sig-b22")
            .build()
            .issue(REQUEST);

    String input =
        "(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473"
            + ";keyid=\"test-key-rsa-pss\";tag=\"header-example\"";
    assertThat(credential.headers())
        .containsEntry("Signature-Input", "sig-b22=" + input)
        .containsEntry("Content-Digest", DIGEST);
    assertThat(base)
        .hasValue(
            "\"@authority\": example.com\n"
                + ("\"content-digest\": " + DIGEST + "\n")
                + "\"@query-param\";name=\"Pet\": dog\n"
                + ("\"@signature-params\": " + input));
    assertSignedBy(
        PSS_VERIFIER,
        credential,
        "sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==:");
  }

  @Test
  void b23FullCoverageUsingRsaPssSha512() throws IOException {
    Credential credential =
        HttpSignature.signedWith(recording(PSS))
            .components(
                "date",
                "@method",
                "@path",
                "@query",
                "@authority",
                "content-type",
                "content-digest",
                "content-length")
            .sha512()
            .label("sig-b23")
            .build()
            .issue(REQUEST);

    String input =
        "(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\""
            + " \"content-digest\" \"content-length\");created=1618884473"
            + ";keyid=\"test-key-rsa-pss\"";
    assertThat(credential.headers()).containsEntry("Signature-Input", "sig-b23=" + input);
    assertThat(base)
        .hasValue(
            "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
                + "\"@method\": POST\n"
                + "\"@path\": /foo\n"
                + "\"@query\": ?param=Value&Pet=dog\n"
                + "\"@authority\": example.com\n"
                + "\"content-type\": application/json\n"
                + ("\"content-digest\": " + DIGEST + "\n")
                + "\"content-length\": 18\n"
                + ("\"@signature-params\": " + input));
    assertSignedBy(
        PSS_VERIFIER,
        credential,
        "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:");
  }

  /** B.2.4 signs a response, of which we sign none; its key and its algorithm sign a request. */
  @Test
  void b24EcdsaP256Sha256() throws IOException {
    HttpSignatureVerifier verifier = new HttpSignatureVerifier("https", "ecdsa-p256-sha256", P256);
    String response =
        "\"@status\": 200\n"
            + "\"content-type\": application/json\n"
            + "\"content-digest\": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:\n"
            + "\"content-length\": 23\n"
            + "\"@signature-params\": (\"@status\" \"content-type\" \"content-digest\""
            + " \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"";
    assertThat(
            verifier.accepts(
                response,
                RfcKeys.bytes(
                    "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==")))
        .isTrue();

    Credential credential =
        HttpSignature.signedWith(
                recording(SigningKey.pem("test-key-ecc-p256", RfcKeys.ECC_P256_PRIVATE)))
            .components("content-type", "content-digest", "content-length")
            .sha512()
            .label("sig-b24")
            .build()
            .issue(REQUEST);

    assertThat(base)
        .hasValue(
            "\"content-type\": application/json\n"
                + ("\"content-digest\": " + DIGEST + "\n")
                + "\"content-length\": 18\n"
                + "\"@signature-params\": (\"content-type\" \"content-digest\""
                + " \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"");
    assertThat(verifier.accepts(base.get(), signature(credential.headers().get("Signature"))))
        .isTrue();
  }

  @Test
  void b25SigningARequestUsingHmacSha256() throws IOException {
    Credential credential =
        HttpSignature.signedWith(
                recording(SigningKey.hs256(RfcKeys.SHARED_SECRET).withKeyId("test-shared-secret")))
            .components("date", "@authority", "content-type")
            .label("sig-b25")
            .build()
            .issue(REQUEST);

    String input =
        "(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"";
    assertThat(credential.headers())
        .containsEntry("Signature-Input", "sig-b25=" + input)
        .containsEntry("Signature", "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:");
    assertThat(base)
        .hasValue(
            "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
                + "\"@authority\": example.com\n"
                + "\"content-type\": application/json\n"
                + ("\"@signature-params\": " + input));
    assertThat(
            new HttpSignatureVerifier(
                    "https", "hmac-sha256", new SecretKeySpec(RfcKeys.SHARED_SECRET, "HmacSHA256"))
                .accepts(base.get(), signature(credential.headers().get("Signature"))))
        .isTrue();
  }

  @Test
  void b26SigningARequestUsingEd25519() throws IOException {
    Credential credential =
        HttpSignature.signedWith(
                recording(SigningKey.pem("test-key-ed25519", RfcKeys.ED25519_PRIVATE)))
            .components("date", "@method", "@path", "@authority", "content-type", "content-length")
            .label("sig-b26")
            .build()
            .issue(REQUEST);

    String input =
        "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
            + ";created=1618884473;keyid=\"test-key-ed25519\"";
    assertThat(credential.headers())
        .containsEntry("Signature-Input", "sig-b26=" + input)
        .containsEntry(
            "Signature",
            "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:");
    assertThat(base)
        .hasValue(
            "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
                + "\"@method\": POST\n"
                + "\"@path\": /foo\n"
                + "\"@authority\": example.com\n"
                + "\"content-type\": application/json\n"
                + "\"content-length\": 18\n"
                + ("\"@signature-params\": " + input));
  }

  /** The signature of the RFC is one of our base, and ours is one of it too. */
  private void assertSignedBy(
      HttpSignatureVerifier verifier, Credential credential, String published) {
    assertThat(verifier.accepts(base.get(), signature(published))).isTrue();
    assertThat(verifier.accepts(base.get(), signature(credential.headers().get("Signature"))))
        .isTrue();
    assertThat(verifier.accepts(base.get() + " ", signature(published))).isFalse();
  }

  private static byte[] signature(String field) {
    return Base64.getDecoder().decode(field.substring(field.indexOf("=:") + 2, field.length() - 1));
  }

  /** A key that signs with another one, and keeps what it signed. */
  private SigningKey recording(SigningKey key) {
    return SigningKey.remote(
        key.keyId().orElseThrow(),
        key.algorithm(),
        message -> {
          base.set(new String(message, StandardCharsets.US_ASCII));
          return key.sign(message);
        });
  }
}
