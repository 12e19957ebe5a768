package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
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
    "https://xn--bcher-kva.example, https://xn--bcher-kva.example",
    "https://bücher.example/ü, https://xn--bcher-kva.example",
    "https://user:p%40ss@BÜCHER.example:8443, https://xn--bcher-kva.example:8443",
    "https://bücher。example:, https://xn--bcher-kva.example",
    "https://auth_service, https://auth_service",
    "http://Auth_Service:8080/a, http://auth_service:8080",
    "https://svc.1a, https://svc.1a",
    "wss://a:b@svc.1a:1/x?y=@z, https://svc.1a:1",
    "https://[0:0:0:0:0:0:0:1], https://[::1]",
    "https://[0000:0::0001]:8443, https://[::1]:8443",
    "https://[2001:DB8:0:0:1:0:0:1], https://[2001:db8::1:0:0:1]",
    "https://[2001:0db8:0:1:1:1:1:1], https://[2001:db8:0:1:1:1:1:1]",
    "https://[1:0:0:2:0:0:0:3], https://[1:0:0:2::3]",
    "https://[1:2:3:4:5:6:7::], https://[1:2:3:4:5:6:7:0]",
    "https://[::], https://[::]",
    "https://[1::], https://[1::]",
    "https://[fe80::A0b:c], https://[fe80::a0b:c]",
    "https://[::ffff:127.0.0.1], https://127.0.0.1",
    "https://[::FFFF:7f00:1]:444, https://127.0.0.1:444",
    "https://[::1.2.3.4], https://[::102:304]",
    "https://[64:ff9b::1.2.3.4], https://[64:ff9b::102:304]"
  })
  void aUrlHasAnOriginInNormalForm(String url, String origin) {
    assertThat(Origin.of(url)).hasToString(origin).isEqualTo(Origin.of(origin));
    assertThat(Origin.of(URI.create(url))).isEqualTo(Origin.of(url));
    assertThat(index(origin).get(URI.create(url))).isEqualTo("found");
    assertThat(index(url).get(URI.create(origin))).isEqualTo("found");
    assertThat(index(url).get(Origin.of(origin))).isEqualTo("found");
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
        "//api.example.com",
        "https:///a",
        "https:a",
        "https://api.example.com:x",
        "https://api.example.com:99999",
        "https://[fe80::1%25eth0]",
        "https://[::1]",
        "https://api_example.com",
        "mailto:api@example.com"
      })
  void doesNotHoldAnotherOrigin(String url) {
    assertThat(index("https://api.example.com").get(URI.create(url))).isNull();
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
        "https://*.example.com",
        "https://api%2eexample.com",
        "https://straße.example",
        "https://a／b.example",
        "https://a@b@c$d",
        "https://s3cret:s3cret",
        "https://s3cret_x:1234567",
        "https://user:s3cret@a_b:x",
        "https://[fe80::1%25eth0]",
        "https://[::1%s3cret]",
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
    for (String url : new String[] {"/a", "ftp://a.test", "mailto:a@b.test", "https://a*b.test"}) {
      assertThatThrownBy(() -> Origin.of(URI.create(url)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void itsPartsAreChecked() {
    assertThatThrownBy(() -> new Origin("ws", "a.test", 80))
        .hasMessageContaining("must be http or https");
    assertThatThrownBy(() -> new Origin("http", "a.test", 0)).hasMessageContaining("was 0");
    assertThatThrownBy(() -> new Origin("http", "a.test", 65536)).hasMessageContaining("was 65536");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s3cret host",
        "user:s3cret@a.test",
        "s3cret@a.test",
        "a.test/s3cret",
        "a.test\\s3cret",
        "a.test?s3cret",
        "a.test#s3cret",
        "a.test:443",
        "::1",
        "a\u0000b",
        "a\nb",
        "a\u007fb",
        "a%20b",
        "[",
        "[]",
        "]",
        "[::1",
        "::1]",
        "[::1]]",
        "[[::1]]",
        "[::1].test",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1::2::3]",
        "[:::]",
        "[:1]",
        "[1:]",
        "[12345::]",
        "[g::]",
        "[::１]",
        "[::1.2.3]",
        "[::1.2.3.256]",
        "[::1.2.3.4.5]",
        "[1.2.3.4::]",
        "[1:2:3:4:5:6:7:1.2.3.4]",
        "[v1.a]",
        "[fe80::1%eth0]",
        "[s3cret]",
        "straße.test",
        "a／b.test",
        "a＠b.test",
        "\uD800.test",
        "ü..test"
      })
  void whatIsNoHostIsRefusedAndNotShown(String host) {
    assertThatThrownBy(() -> new Origin("https", host, 443))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void aHostOf60KilobytesIsNotConverted() {
    assertThatThrownBy(() -> new Origin("https", "é".repeat(60_000), 443))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 253");
  }

  @Test
  void takesWhateverHostAClientTakes() {
    for (String host : new String[] {"a*b", "a..b", ".", "a~!$&'()+,;=b", "-", "a.test."}) {
      assertThat(new Origin("https", host, 443).host()).isEqualTo(host);
    }
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
    "http://127.0.0.256, false",
    "http://127.0.1, false",
    "http://127.0.0.1.1, false",
    "http://[::ffff:127.0.0.1], true",
    "http://[::ffff:128.0.0.1], false",
    "http://10.0.0.1, false",
    "http://[::2], false"
  })
  void knowsThisMachine(String url, boolean loopback) {
    assertThat(Origin.of(url).isLoopback()).isEqualTo(loopback);
  }

  private static OriginIndex<String> index(String url) {
    return new OriginIndex<>(Map.of(Origin.of(url), "found"));
  }
}
