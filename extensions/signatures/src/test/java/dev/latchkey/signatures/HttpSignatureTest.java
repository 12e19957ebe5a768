package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSignatureTest {
  private static final SigningKey KEY = SigningKey.pem("k", RfcKeys.ED25519_PRIVATE).withoutKeyId();
  private static final URI URL = URI.create("https://www.example.com/path");

  private final ManualClock moment = ManualClock.at("2021-04-20T02:07:53Z");
  private final AtomicReference<String> base = new AtomicReference<>();

  /** The examples of RFC 9421 §2.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@method | https://www.example.com/path?param=value | POST",
        "@target-uri | https://www.example.com/path?param=value | https://www.example.com/path?param=value",
        "@authority | https://www.example.com/path?param=value | www.example.com",
        "@scheme | http://www.example.com/path?param=value | http",
        "@request-target | https://www.example.com/path?param=value | /path?param=value",
        "@path | https://www.example.com/path?param=value | /path",
        "@query | https://www.example.com/path?param=value&foo=bar&baz=bat%2Dman | ?param=value&foo=bar&baz=bat%2Dman",
        "@query | https://www.example.com/path?queryString | ?queryString",
        "@query | https://www.example.com/path | ?",
        "@query | https://www.example.com/path? | ?",
        "@path | https://www.example.com | /",
        "@path | https://www.example.com?a | /",
        "@request-target | https://www.example.com?a | /?a",
        "@target-uri | https://www.example.com | https://www.example.com/",
        "@target-uri | HTTPS://u:p@WWW.Example.COM:443/Path#part | https://www.example.com/Path",
        "@authority | HTTPS://WWW.Example.COM:443/Path | www.example.com",
        "@authority | http://www.example.com:80/ | www.example.com",
        "@authority | http://www.example.com:443/ | www.example.com:443",
        "@authority | https://www.example.com:8443/ | www.example.com:8443",
        "@authority | https://[::443]/ | [::443]",
        "@scheme | HTTPS://www.example.com/ | https",
        "@query-param;name=\"baz\" | https://h.test/path?param=value&foo=bar&baz=batman&qux= | batman",
        "@query-param;name=\"qux\" | https://h.test/path?param=value&foo=bar&baz=batman&qux= | ''",
        "@query-param;name=\"qux\" | https://h.test/path?qux | ''",
        "@query-param;name=\"param\" | https://h.test/path?param=value&foo=bar | value",
        "@query-param;name=\"var\" | https://h.test/?var=this%20is%20a%20big%0Amultiline%20value | this%20is%20a%20big%0Amultiline%20value",
        "@query-param;name=\"bar\" | https://h.test/?bar=with+plus+whitespace | with%20plus%20whitespace",
        "@query-param;name=\"fa%C3%A7ade%22%3A%20\" | https://h.test/?fa%C3%A7ade%22%3A%20=something | something",
        "@query-param;name=\"a\" | https://h.test/?a=%7e~%2a*=(%C3%28)&&b | %7E%7E**%3D%28%EF%BF%BD%28%29",
        "@query-param;name=\"a%20b\" | https://h.test/?a+b=%41 | A"
      })
  void derivedComponentsAreAsInTheRfc(String component, URI url, String value) throws IOException {
    assertThat(signed(component, url, Map.of())).isEqualTo(value);
  }

  /** The examples of RFC 9421 §2.1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x | `  Leading and trailing whitespace.  ` | Leading and trailing whitespace.",
        "x | `` | ``",
        "X | max-age=60,    must-revalidate | max-age=60,    must-revalidate"
      })
  void headersAreAsInTheRfc(String component, String sent, String value) throws IOException {
    assertThat(signed(component, URL, Map.of("X", sent))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "y | v | the request lacks the header y, which is signed",
        "@query-param;name=\"a\" | v | the query parameter a must be sent once, but is sent 0x",
        "@query-param;name=\"t\" | v | the query parameter t must be sent once, but is sent 2x",
        "x | é | \"x\" is signed and not ASCII; encode it"
      })
  void whatARequestDoesNotHaveIsToldByItsNameAndNotByAValue(
      String component, String sent, String message) {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(
            () -> signed(component, URI.create("https://h.test/?t=1&%74"), Map.of("X", sent)))
        .withMessage(message);
  }

  @Test
  void aLineBreakCannotForgeALine() {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> signed("x", URL, Map.of("X", "a\n\"@method\": GET")))
        .withMessageNotContaining("GET");
  }

  @Test
  void aHostThatTheCallerSetIsTheAuthority() throws IOException {
    assertThat(signed("@authority", URL, Map.of("Host", "Other.test:443"))).isEqualTo("other.test");
  }

  @Test
  void parametersComeInTheOrderInWhichTheyWereSet() throws IOException {
    Credential credential =
        HttpSignature.signedWith(KEY.withKeyId("a \"b\" \\c"))
            .expires(Duration.ofSeconds(90))
            .tag("t")
            .algorithm()
            .nonce(() -> "n")
            .label("*x.1")
            .components("@method")
            .build()
            .issue(context(URL, Map.of()));

    assertThat(credential.headers())
        .containsEntry(
            "Signature-Input",
            "*x.1=(\"@method\");created=1618884473;keyid=\"a \\\"b\\\" \\\\c\";expires=1618884563"
                + ";tag=\"t\";alg=\"ed25519\";nonce=\"n\"");
    assertThat(credential).hasToString("Credential[Signature-Input, Signature] for one request");
  }

  @Test
  void noTwoRandomNoncesAreTheSame() throws IOException {
    HttpSignature scheme = HttpSignature.signedWith(KEY).components("@method").nonce().build();
    Set<String> inputs = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      inputs.add(scheme.issue(context(URL, Map.of())).headers().get("Signature-Input"));
    }

    assertThat(inputs)
        .hasSize(100)
        .allMatch(
            input ->
                input.matches("sig1=\\(\"@method\"\\);created=1618884473;nonce=\"[\\w-]{36}\""));
  }

  @Test
  void allAlgorithmsAreVerifiedByTheJdk() throws IOException, GeneralSecurityException {
    KeyPair rsa = TestKeys.rsa();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair p384 = generator.generateKeyPair();
    byte[] secret = "shared".getBytes(StandardCharsets.UTF_8);

    assertVerified(
        SigningKey.of(SigningAlgorithm.RS256, rsa.getPrivate()),
        "rsa-v1_5-sha256",
        rsa.getPublic());
    assertVerified(
        SigningKey.of(SigningAlgorithm.PS512, rsa.getPrivate()), "rsa-pss-sha512", rsa.getPublic());
    assertVerified(
        SigningKey.hs256(secret), "hmac-sha256", new SecretKeySpec(secret, "HmacSHA256"));
    assertVerified(
        SigningKey.of(SigningAlgorithm.ES256, TestKeys.ec().getPrivate()),
        "ecdsa-p256-sha256",
        TestKeys.ec().getPublic());
    assertVerified(
        SigningKey.of(SigningAlgorithm.ES384, p384.getPrivate()),
        "ecdsa-p384-sha384",
        p384.getPublic());
    assertVerified(KEY, "ed25519", RfcKeys.publicKey("Ed25519", RfcKeys.ED25519_PUBLIC));
  }

  private void assertVerified(SigningKey key, String algorithm, Key verifying) throws IOException {
    Map<String, String> sent =
        HttpSignature.signedWith(key)
            .components("@method", "content-digest")
            .algorithm()
            .build()
            .issue(context(URL, Map.of()))
            .headers();
    Map<String, List<String>> headers = new HashMap<>();
    sent.forEach((name, value) -> headers.put(name, List.of(value)));
    assertThat(sent.get("Signature-Input")).contains(";alg=\"" + algorithm + "\"");
    assertThat(
            new HttpSignatureVerifier("https", algorithm, verifying)
                .accepts(SentRequest.of("POST", "/path", headers, new byte[0])))
        .isTrue();
  }

  @Test
  void aSuppliedKeyIsAskedForEachTime() throws IOException {
    AtomicReference<SigningKey> key = new AtomicReference<>(KEY.withKeyId("old"));
    HttpSignature scheme = HttpSignature.signedWith(key::get).components("@method").build();
    scheme.issue(context(URL, Map.of()));

    key.set(SigningKey.hs256("secret").withKeyId("new"));
    assertThat(scheme.issue(context(URL, Map.of())).headers().get("Signature-Input"))
        .endsWith(";keyid=\"new\"");

    key.set(SigningKey.hmac(SigningAlgorithm.HS512, new byte[64]));
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> scheme.issue(context(URL, Map.of())))
        .withMessageContaining("but was for HS512");
    key.set(null);
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> scheme.issue(context(URL, Map.of())))
        .withMessage("the supplier of the key returned null");
  }

  @Test
  void nothingShowsASecret() {
    String secret = "s3cret-marker";
    HttpSignature.Builder builder =
        HttpSignature.signedWith(SigningKey.hs256(secret)).nonce(() -> secret + "\n");
    HttpSignature scheme = builder.components("x").build();

    assertThat(List.<Object>of(builder, scheme).toString()).doesNotContain(secret);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheme.issue(context(URL, Map.of("X", secret))))
        .withMessage("nonce and tag must be printable ASCII");
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> signed("x", URL, Map.of("X", secret + "é")))
        .withMessageNotContaining(secret)
        .withNoCause();
  }

  /** Returns the value that was signed for a component. */
  private String signed(String component, URI url, Map<String, String> headers) throws IOException {
    SigningKey recording =
        SigningKey.remote(
            "k",
            SigningAlgorithm.EDDSA,
            message -> {
              base.set(new String(message, StandardCharsets.US_ASCII));
              return KEY.sign(message);
            });
    HttpSignature.signedWith(recording).components(component).build().issue(context(url, headers));
    String line = base.get().substring(0, base.get().indexOf("\n\"@signature-params\": ("));
    return line.substring(line.indexOf(": ") + 2);
  }

  private IssueContext context(URI url, Map<String, String> headers) {
    return IssueContext.of("POST", url, headers, moment);
  }
}
