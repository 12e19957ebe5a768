package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.StubHttpClient;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a redirect makes of headers that name the server. The JDK lets a caller set {@code Host}
 * only where a system property says so; a request of other make may have it anywhere.
 */
class RedirectsTest {
  private static final Map<String, List<String>> OF_THE_SERVER =
      Map.of(
          "Origin", List.of("http://one.example"),
          "referer", List.of("http://one.example/secret"),
          "X-Trace", List.of("42"));

  @ParameterizedTest
  @ValueSource(
      strings = {"http://two.example/", "http://one.example:81/to", "https://one.example/to"})
  void anotherServerIsNotToldTheNameOfTheFirst(String location) throws Exception {
    Map<String, List<String>> headers = new TreeMap<>(OF_THE_SERVER);
    headers.put("hOST", List.of("one.example"));

    HttpRequest next = redirected(headers, location);

    assertThat(next.uri()).isEqualTo(URI.create(location));
    assertThat(next.headers().map()).containsOnly(Map.entry("X-Trace", List.of("42")));
  }

  @Test
  void theSameServerIsToldAllThatTheCallerSaid() throws Exception {
    HttpRequest next = redirected(OF_THE_SERVER, "/to");

    assertThat(next.uri()).isEqualTo(URI.create("http://one.example/to"));
    assertThat(next.headers().map()).isEqualTo(OF_THE_SERVER);
  }

  private static HttpRequest redirected(Map<String, List<String>> headers, String location)
      throws Exception {
    HttpRequest request =
        new ForeignRequest(
            "GET",
            URI.create("http://one.example/from"),
            HttpHeaders.of(headers, (name, value) -> true));
    HttpRequest next =
        new Redirects(Redirect.ALWAYS)
            .follow(request, StubHttpClient.Answer.redirect(302, location), true);
    assertThat(next).isNotNull();
    return next;
  }
}
