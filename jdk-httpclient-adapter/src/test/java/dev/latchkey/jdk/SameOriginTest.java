package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.testing.StubHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts as one origin when a redirect writes it otherwise. */
@ParameterizedClass
@EnumSource
class SameOriginTest {
  @Parameter SendMode way;

  @ParameterizedTest
  @CsvSource({
    "http://localhost/from, http://localhost:80/to",
    "http://localhost:80/from, http://localhost/to",
    "https://localhost/from, https://localhost:443/to",
    "https://localhost:443/from, https://localhost/to",
    "http://localhost:8080/from, http://LocalHost:8080/to",
    "http://LOCALHOST/from, http://localhost:80/to",
    "http://localhost/from, HTTP://localhost/to",
    "http://localhost:8080/from, //localhost:8080/to",
  })
  void anotherSpellingOfTheOriginKeepsTheCredential(String from, String to) throws Exception {
    List<HttpRequest> sent = redirected(from, to);

    assertThat(sent.get(0).headers().allValues("Authorization")).containsExactly("Bearer secret");
    assertThat(sent.get(1).headers().allValues("Authorization")).containsExactly("Bearer secret");
    assertThat(sent.get(1).headers().allValues("Cookie")).containsExactly("session=callers");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/from, http://localhost:443/to",
    "http://localhost:443/from, https://localhost:443/to",
    "https://localhost:80/from, http://localhost/to",
    "http://localhost/from, https://localhost/to",
    "http://localhost:8080/from, http://localhost/to",
    "http://localhost/from, http://localhost.:80/to",
    "http://localhost/from, http://127.0.0.1/to",
  })
  void anotherOriginLosesItHoweverAlikeTheyLook(String from, String to) throws Exception {
    List<HttpRequest> sent = redirected(from, to);

    assertThat(sent.get(0).headers().allValues("Authorization")).containsExactly("Bearer secret");
    assertThat(sent.get(1).headers().map()).doesNotContainKeys("Authorization", "Cookie");
  }

  private List<HttpRequest> redirected(String from, String to) throws Exception {
    List<HttpRequest> sent = new CopyOnWriteArrayList<>();
    StubHttpClient stub =
        StubHttpClient.of(
            request -> {
              sent.add(request);
              return request.uri().getPath().equals("/from")
                  ? StubHttpClient.Answer.redirect(307, to)
                  : StubHttpClient.Answer.of(200, "");
            });
    try (Keyring keyring =
        Keyring.builder()
            .add(from.replace("/from", ""), AuthScheme.header("Authorization", "Bearer secret"))
            .build()) {
      HttpClient client = new KeyringHttpClient(stub, keyring, Redirect.ALWAYS);

      HttpResponse<String> response =
          way.send(
              client,
              HttpRequest.newBuilder(URI.create(from)).header("Cookie", "session=callers").build(),
              BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
    }
    assertThat(sent).hasSize(2);
    return sent;
  }
}
