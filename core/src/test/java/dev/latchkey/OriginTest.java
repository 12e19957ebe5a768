package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com, https://api.example.com",
    "https://api.example.com:443, https://api.example.com",
    "HTTPS://API.Example.COM, https://api.example.com",
    "https://api.example.com/a/b?c=d#e, https://api.example.com",
    "https://user:pass@api.example.com/, https://api.example.com",
    "https://api.example.com:, https://api.example.com",
    "https://api.example.com:8443, https://api.example.com:8443",
    "http://api.example.com, http://api.example.com",
    "http://api.example.com:80, http://api.example.com",
    "http://api.example.com:443, http://api.example.com:443",
    "wss://api.example.com, https://api.example.com",
    "ws://api.example.com:80/chat, http://api.example.com",
    "WSS://api.example.com:443, https://api.example.com",
    "https://[::1]:8443/, https://[::1]:8443",
    "https://[2001:DB8::1], https://[2001:db8::1]",
    "https://127.0.0.1, https://127.0.0.1",
    "https://xn--bcher-kva.example, https://xn--bcher-kva.example"
  })
  void aUrlHasAnOriginInNormalForm(String url, String origin) {
    assertThat(Origin.of(url)).hasToString(origin).isEqualTo(Origin.of(origin));
    assertThat(Origin.of(URI.create(url))).isEqualTo(Origin.of(url));
    assertThat(Origin.of(origin).holds(URI.create(url))).isTrue();
    assertThat(Origin.of(url)).hasSameHashCodeAs(Origin.of(origin));
  }

  @Test
  void hasItsParts() {
    assertThat(Origin.of("wss://Api.Example.com"))
        .isEqualTo(new Origin("https", "api.example.com", 443))
        .isEqualTo(new Origin("HTTPS", "API.EXAMPLE.COM", 443));
    assertThat(Origin.of("http://[::1]").host()).isEqualTo("[::1]");
    assertThat(Origin.of("http://[::1]").port()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.com",
        "https://api.example.com:444",
        "https://example.com",
        "https://api.example.com.",
        "https://api.example.com.evil.test",
        "https://api.example.com@evil.test",
        "ws://api.example.com",
        "ftp://api.example.com",
        "/relative",
        "mailto:api@example.com"
      })
  void doesNotHoldAnotherOrigin(String url) {
    assertThat(Origin.of("https://api.example.com").holds(URI.create(url))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api.example.com",
        "//api.example.com",
        "ftp://api.example.com",
        "file:///etc/hosts",
        "https://",
        "https:///s3cret",
        "https:api.example.com",
        "https://api example.com",
        "https://api_example.com",
        "https://bücher.example",
        "https://api.example.com:0",
        "https://api.example.com:65536",
        "https://api.example.com:x",
        "https://user:s3cret@",
        "https://user:s3cret@ex ample.com/?token=s3cret",
        "https://[::1"
      })
  void whatHasNoOriginIsRefusedAndNotShown(String url) {
    assertThatThrownBy(() -> Origin.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://api.example.com")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void whatHasNoOriginIsRefusedAsUriToo() {
    for (String url : new String[] {"/a", "ftp://a.test", "mailto:a@b.test", "https://a_b.test"}) {
      assertThatThrownBy(() -> Origin.of(URI.create(url)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void itsPartsAreChecked() {
    assertThatThrownBy(() -> new Origin("ws", "a.test", 80)).hasMessageContaining("not ws");
    assertThatThrownBy(() -> new Origin("http", "", 80)).hasMessageContaining("host");
    assertThatThrownBy(() -> new Origin("http", "a.test", 0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> new Origin("http", "a.test", 65536)).hasMessageContaining("not 65536");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost, true",
    "http://LOCALHOST:8080, true",
    "http://127.0.0.1, true",
    "http://127.1.2.3:99, true",
    "http://[::1]:8080, true",
    "http://localhost.example.com, false",
    "http://127.0.0.1.example.com, false",
    "http://128.0.0.1, false",
    "http://10.0.0.1, false",
    "http://[::2], false"
  })
  void knowsThisMachine(String url, boolean loopback) {
    assertThat(Origin.of(url).isLoopback()).isEqualTo(loopback);
  }
}
