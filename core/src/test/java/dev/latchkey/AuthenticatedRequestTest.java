package dev.latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that are authenticated by hand. */
class AuthenticatedRequestTest {
  private static final URI API = URI.create("https://api.test/a?b=c#part");
  private static final byte[] NONE = new byte[0];

  @Test
  void theSchemeReadsHeadersAndBody() throws IOException {
    Keyring keyring =
        keyring(
            context ->
                Credential.of(
                    "x-signed",
                    context.method()
                        + context.header("Content-Type").orElse("")
                        + context.headers().get("content-length")
                        + new String(context.body(), UTF_8)
                        + HexFormat.of().formatHex(context.bodyDigest("SHA-256")).substring(0, 4)));

    AuthenticatedRequest request =
        keyring.authenticate(
            "POST", API, Map.of("content-type", "text/plain"), "hello".getBytes(UTF_8));

    assertThat(request.headers()).isEqualTo(Map.of("x-signed", "POSTtext/plain[5]hello2cf2"));
    assertThat(request.uri()).isEqualTo(API);
  }

  @Test
  void aQueryCredentialIsInTheUri() throws IOException {
    Keyring keyring = keyring(AuthScheme.query("key", "s3cret&1"));

    AuthenticatedRequest request = keyring.authenticate("GET", API, Map.of(), NONE);

    assertThat(request.uri()).isEqualTo(URI.create("https://api.test/a?b=c&key=s3cret%261#part"));
    assertThat(request.headers()).isEmpty();
    assertThat(request).asString().contains("key").doesNotContain("s3cret", "api.test");
  }

  @Test
  void aRequestThatHasTheHeaderOrGoesElsewhereGetsNothing() throws IOException {
    Keyring keyring = keyring(AuthScheme.header("x-key", "k"));

    assertThat(keyring.authenticate("GET", API, Map.of("X-KEY", "mine"), NONE).headers()).isEmpty();
    URI elsewhere = URI.create("https://other.test/");
    assertThat(keyring.authenticate("GET", elsewhere, Map.of(), NONE).headers()).isEmpty();
    assertThat(keyring.authenticate("GET", API, Map.of(), NONE).headers())
        .isEqualTo(Map.of("x-key", "k"));
  }

  @Test
  void aClosedKeyringFails() {
    Keyring keyring = keyring(context -> Credential.of("x", "1"));
    keyring.close();

    assertThatThrownBy(() -> keyring.authenticate("GET", API, Map.of(), NONE))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("closed");
  }

  private static Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add("https://api.test", scheme).build();
  }
}
