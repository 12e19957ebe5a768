package dev.latchkey.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class TransportTest {

  @Test
  void onlyTheFirstCharactersAreShown() {
    Headers headers =
        Headers.of(
            "Authorization", "StatusEntry AK1234567890:abcdefghijklmnop.q.r",
            "x-api-key", "0123456789abcdef");

    assertThat(Transport.shortened(headers))
        .containsExactly("Authorization: StatusEntry AK12...:abcd...", "x-api-key: 0123...");
  }

  @Test
  void aShortSecretIsNotShownWhole() {
    assertThat(Transport.shortened(Headers.of("x-api-key", "SK456")))
        .containsExactly("x-api-key: S...");
    assertThat(Transport.start("ab")).isEqualTo("...");
    assertThat(Transport.start("")).isEqualTo("...");
  }

  @Test
  void aKeyIdIsShown() {
    String token = Jws.hs256("secret", "{\"kid\":\"0629fa\"}", "{}");

    assertThat(Transport.shortened(Headers.of("Authorization", "Bearer " + token)))
        .containsExactly("Authorization: Bearer eyJr... kid 0629");
  }

  @Test
  void whateverIsNotOrdinaryCountsAsACredential() {
    Headers headers = Headers.of("Host", "a", "USER-AGENT", "b", "X-New", "c", "Cookie", "d");

    assertThat(Transport.credentials(headers).names()).containsExactlyInAnyOrder("X-New", "Cookie");
  }
}
