package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizedRequestTest {
  private static final URI URL = URI.create("http://localhost/a?b");
  private static final URI SENT = URI.create("https://api.example.com/sent?a=%C3%A9");
  private static final BodyPublisher BODY = BodyPublishers.ofString("body");
  private static final Duration TIMEOUT = Duration.ofSeconds(7);

  static Stream<HttpRequest> requests() {
    return Stream.of(
        HttpRequest.newBuilder(URL).build(),
        HttpRequest.newBuilder(URL).DELETE().version(Version.HTTP_2).build(),
        HttpRequest.newBuilder(URL).header("Accept", "a").header("Accept", "b").build(),
        HttpRequest.newBuilder(URL).header("X-KEY", "callers").header("X-Other", "c").build(),
        HttpRequest.newBuilder(URL)
            .method("PATCH", BodyPublishers.ofString("original"))
            .expectContinue(true)
            .timeout(Duration.ofSeconds(9))
            .build());
  }

  static Stream<Map<String, String>> headers() {
    Map<String, String> two = new LinkedHashMap<>();
    two.put("x-key", "k");
    two.put("Authorization", "a");
    return Stream.of(Map.of(), Map.of("x-key", "k"), two);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void tellsWhatACopyTells(HttpRequest original) {
    for (Map<String, String> headers : headers().toList()) {
      for (Duration timeout : original.timeout().isPresent() ? List.of(TIMEOUT) : none()) {
        BodyPublisher body = original.bodyPublisher().isPresent() ? BODY : null;
        HttpRequest over = AuthorizedRequest.over(original, SENT, headers, timeout, body);
        HttpRequest copy = AuthorizedRequest.copied(original, SENT, headers, timeout, body);

        assertThat(over).isInstanceOf(AuthorizedRequest.class).isEqualTo(copy);
        assertThat(copy).isNotInstanceOf(AuthorizedRequest.class);
        assertThat(over.headers()).isEqualTo(copy.headers());
        assertThat(over.method()).isEqualTo(copy.method());
        assertThat(over.uri()).isEqualTo(copy.uri()).isEqualTo(SENT);
        assertThat(over.timeout()).isEqualTo(copy.timeout());
        assertThat(over.version()).isEqualTo(copy.version());
        assertThat(over.expectContinue()).isEqualTo(copy.expectContinue());
        assertThat(over.bodyPublisher()).isEqualTo(copy.bodyPublisher());
      }
    }
  }

  @Test
  void replacesAHeaderOfTheSameNameInAnyCase() {
    HttpRequest original = HttpRequest.newBuilder(URL).header("X-KEY", "callers").build();

    assertThat(
            AuthorizedRequest.of(original, URL, Map.of("x-key", "k"), null, null).headers().map())
        .isEqualTo(Map.of("x-key", List.of("k")));
    assertThat(original.headers().allValues("x-key")).containsExactly("callers");
  }

  @Test
  void isACopyWhereARequestTellsMoreThanThisLibraryKnows() {
    HttpRequest original = HttpRequest.newBuilder(URL).build();
    // Java 26 gives requests options, which only the JDK's own builder can pass on.
    boolean known = Runtime.version().feature() < 26;

    assertThat(
            AuthorizedRequest.of(original, URL, Map.of(), null, null) instanceof AuthorizedRequest)
        .isEqualTo(known);
  }

  @Test
  void showsNoCredential() {
    HttpRequest original = HttpRequest.newBuilder(URL).build();

    assertThat(AuthorizedRequest.over(original, URL, Map.of("x-key", "s3cret"), null, null))
        .hasToString(original.toString());
  }

  private static List<@Nullable Duration> none() {
    return java.util.Collections.singletonList(null);
  }
}
