package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.testing.StubHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuthenticatedCallTest {
  private static final HttpRequest REQUEST =
      HttpRequest.newBuilder(URI.create("http://localhost/")).build();

  @Test
  void aBodyThatNobodyWantsDoesNotOutlastTheTimeout() {
    Duration less = DrainSubscriber.LONGEST.dividedBy(2);

    assertThat(longestDrain(less)).isPositive().isLessThanOrEqualTo(less);
    assertThat(longestDrain(Duration.ofNanos(1))).isZero();
  }

  @Test
  void norDoesALongTimeoutMakeItLast() {
    assertThat(longestDrain(Duration.ofDays(1))).isEqualTo(DrainSubscriber.LONGEST);
    assertThat(longestDrain(Duration.ofDays(365_000))).isEqualTo(DrainSubscriber.LONGEST);
  }

  private static Duration longestDrain(Duration timeout) {
    HttpClient client = StubHttpClient.of(request -> StubHttpClient.Answer.of(200, ""));
    try (Keyring keyring = Keyring.builder().build()) {
      return new AuthenticatedCall<>(
              keyring.newCall(),
              HttpRequest.newBuilder(REQUEST, (name, value) -> true).timeout(timeout).build(),
              BodyHandlers.ofString(),
              Redirect.NEVER,
              client,
              new Lifecycle(client))
          .longestDrain();
    }
  }
}
