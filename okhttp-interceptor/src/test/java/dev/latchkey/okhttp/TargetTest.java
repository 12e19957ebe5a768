package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.Origin;
import java.net.URI;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.test",
        "http://user:p%40ss@localhost:8080/a%20b/%C3%BC?c=d&e=%2F#f",
        "https://[::1]:8443/x",
        "https://api.test/ü?ö=ä#ß",
        "https://api.test/a[b]?c[d]=e",
        "https://api.test/a|b?c={d}|^`",
        "https://api.test/%?a=%zz",
        "https://api.test/a'b\\c?\\",
        "https://my_host.test/a",
        "https://api.test/a:b;c=d,e?f=//g/./h",
        "https://api.test//b/c",
        "https://api.test/a//b",
        "https://api.test?",
        "https://api.test:444/?a#",
        "https://u@api.test/a",
        "http://[::ffff:127.0.0.1]/a",
      })
  void itsUriIsTheOneThatOkHttpMakes(String url) {
    HttpUrl parsed = HttpUrl.get(url);

    OriginUris known = uris(Target.origin(parsed).toString());
    for (OriginUris uris : List.of(known, uris("https://other.test"))) {
      URI uri = new Target(parsed, uris).uri();
      assertThat(uri).isEqualTo(parsed.uri()).hasToString(parsed.uri().toString());
      assertThat(uri.getHost()).isEqualTo(parsed.uri().getHost());
      assertThat(uri.getRawAuthority()).isEqualTo(parsed.uri().getRawAuthority());
      assertThat(uri.getRawPath()).isEqualTo(parsed.uri().getRawPath());
    }
  }

  private static OriginUris uris(String origin) {
    return new OriginUris(
        Keyring.builder().addInsecure(origin, AuthScheme.header("X-Api-Key", "key")).build());
  }

  /** Of which OkHttp, which sends none of it, makes no URI, and shows the password. */
  @Test
  void aUserThatIsNoPartOfAUriIsLeftOut() {
    HttpUrl url = HttpUrl.get("http://us%zz:s3cret%@localhost:8080/a?b");

    assertThat(new Target(url, uris("http://localhost:8080")).uri())
        .hasToString("http://localhost:8080/a?b");
  }

  @Test
  void itsUriIsMadeOnce() {
    Target target = new Target(HttpUrl.get("https://api.test/a"), uris("https://api.test"));

    assertThat(target.uri()).isSameAs(target.uri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.test/a",
        "http://127.0.0.1:81",
        "http://[::1]:81/",
        "http://[0:0:0:0:0:0:0:1]:81/",
        "https://[2001:DB8:0:0:1:0:0:1]",
        "https://[1:0:0:2:0:0:0:3]",
        "https://[2001:db8:0:1:1:1:1:1]",
        "https://[::ffff:127.0.0.1]",
        "https://[::1.2.3.4]",
        "https://auth_service:8443",
        "https://svc.1a",
        "https://bücher.example",
        "HTTPS://API.test"
      })
  void itsOriginIsTheOneOfItsUri(String url) {
    assertThat(Target.origin(HttpUrl.get(url))).isEqualTo(Origin.of(url));
  }
}
