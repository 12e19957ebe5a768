package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Origin;
import dev.latchkey.ResponseHead;
import java.net.URI;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpopNoncesTest {
  private static final Origin API = Origin.of("https://api.test");

  private final DpopNonces nonces = new DpopNonces();

  private static ResponseHead head(Origin origin, String nonce) {
    return ResponseHead.of(origin, 200, Map.of("DPoP-Nonce", nonce));
  }

  @Test
  void theNewestOfEachOriginIsKnown() {
    nonces.observe(head(API, "n1"));
    nonces.observe(head(Origin.of("https://other.test"), "o1"));
    nonces.observe(head(API, "n2"));
    nonces.observe(ResponseHead.of(API, 200, Map.of()));

    assertThat(nonces.of(URI.create("https://API.test:443/a?b=c"))).contains("n2");
    assertThat(nonces.of(URI.create("https://other.test/"))).contains("o1");
    assertThat(nonces.of(URI.create("https://api.test:444/"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\"b", "a\\b", "a\tb", "a\u007fb", "\u00fc", "\ud83d\ude00"})
  void whatIsNoNonceIsIgnored(String text) {
    assertThat(nonces.learn(API, head(API, text))).isFalse();
    assertThat(nonces.learn(API, head(API, "n".repeat(4_097)))).isFalse();

    assertThat(nonces.of(URI.create("https://api.test/"))).isEmpty();
  }

  @Test
  void everyCharacterOfANonceIsTaken() {
    StringBuilder all = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      all.append(c == '"' || c == '\\' ? "" : c);
    }

    assertThat(nonces.learn(API, head(API, all.toString()))).isTrue();
    assertThat(nonces.of(URI.create("https://api.test/"))).contains(all.toString());
    assertThat(nonces.learn(API, head(API, "n".repeat(4_096)))).isTrue();
  }

  @Test
  void noMoreServersAreRememberedThanTheBound() {
    IntStream.range(0, 3 * DpopNonces.MAXIMUM_SERVERS / 2)
        .mapToObj(i -> Origin.of("https://h" + i + ".test"))
        .forEach(origin -> nonces.learn(origin, head(origin, "n")));
    nonces.learn(Origin.of("https://h300.test"), head(API, "newer"));

    assertThat(IntStream.range(0, 1_000).filter(i -> isKnown("https://h" + i + ".test/")))
        .hasSize(DpopNonces.MAXIMUM_SERVERS / 2);
  }

  private boolean isKnown(String uri) {
    return nonces.of(URI.create(uri)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | DPoP error=\"use_dpop_nonce\", error_description=\"nonce required\" | true",
        "401 | dpop algs=\"ES256\",Error = use_dpop_nonce | true",
        "401 | Bearer, DPoP error=\"invalid_dpop_proof\" | true",
        "401 | DPoP error=\"invalid_token\", error_description=\"use_dpop_nonce\" | false",
        "401 | DPoP error=\"use_dpop_nonces\" | false",
        "401 | DPoP algs=\"ES256\" | false",
        "403 | DPoP error=\"use_dpop_nonce\" | false"
      })
  void aRefusalOfTheProofAloneIsToldByItsCode(int status, String challenge, boolean isRefusal) {
    assertThat(nonces.isRefusal(ResponseHead.of(status, Map.of("WWW-Authenticate", challenge))))
        .isEqualTo(isRefusal);
    assertThat(nonces.isRefusal(ResponseHead.of(status, Map.of()))).isFalse();
  }
}
