package dev.latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  private static final URI TOKEN = URI.create("https://issuer.test/token?tenant=7");
  private static final ResponseHead OK = ResponseHead.of(200, Map.of());
  private static final int MOST = TransportResponse.MAXIMUM_BODY_SIZE;

  @Test
  void aRequestIsWhatWasGivenAndKeepsIt() {
    byte[] body = "a=1".getBytes(UTF_8);
    TransportRequest request =
        TransportRequest.of("POST", TOKEN, Map.of("x", "1"), body, Duration.ofSeconds(10));
    body[0] = 'b';
    request.body()[0] = 'b';

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo(TOKEN);
    assertThat(request.headers()).containsExactly(Map.entry("x", "1"));
    assertThat(request.body()).asString(UTF_8).isEqualTo("a=1");
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(request).hasToString("POST https://issuer.test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/token", "ftp://issuer.test/token", "mailto:a@issuer.test"})
  void aRequestGoesToAnHttpUrl(String url) {
    assertThatThrownBy(() -> request(URI.create(url), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void aTimeoutIsPositive(Duration timeout) {
    assertThatThrownBy(() -> request(TOKEN, timeout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be positive, but was " + timeout);
  }

  @Test
  void aResponseOfAMebibyteIsTaken() throws IOException {
    assertThat(TransportResponse.of(OK, new byte[MOST]).body()).hasSize(MOST);
    assertThat(TransportResponse.read(OK, new ByteArrayInputStream(new byte[MOST])).body())
        .hasSize(MOST);
  }

  @Test
  void aLongerOneIsNotReadToItsEnd() {
    ByteArrayInputStream endless = new ByteArrayInputStream(new byte[2 * MOST]);

    assertThatThrownBy(() -> TransportResponse.read(OK, endless))
        .isInstanceOf(IOException.class)
        .hasMessage("The response is longer than 1048576 bytes");
    assertThat(endless.available()).isEqualTo(MOST - 1);
    assertThatThrownBy(() -> TransportResponse.of(OK, new byte[MOST + 1]))
        .isInstanceOf(IOException.class);
  }

  private static TransportRequest request(URI uri, Duration timeout) {
    return TransportRequest.of("POST", uri, Map.of(), new byte[0], timeout);
  }
}
