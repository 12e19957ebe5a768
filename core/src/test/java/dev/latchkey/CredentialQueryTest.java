package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are sent in the query of the URL. */
class CredentialQueryTest {
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theQueryKeepsItsOrderAndIsNotEncoded() {
    Credential credential =
        Credential.query("z", "a b").andQuery("a", "ü").and("x-key", "1").andQuery("m", "&=");

    assertThat(credential.query().keySet()).containsExactly("z", "a", "m");
    assertThat(credential.query().values()).containsExactly("a b", "ü", "&=");
    assertThat(credential.headers()).containsOnlyKeys("x-key");
  }

  @Test
  void theQueryIsUnmodifiable() {
    for (Credential credential :
        new Credential[] {
          Credential.query("a", "1"), Credential.query("a", "1").andQuery("b", "2")
        }) {
      assertThatThrownBy(() -> credential.query().put("c", "3"))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(credential.headers()).isEmpty();
    }
    assertThat(Credential.of("a", "1").query()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https://api.test, https://api.test?key=v",
        "https://api.test/, https://api.test/?key=v",
        "https://api.test/a?b=c, https://api.test/a?b=c&key=v",
        "https://api.test/a?, https://api.test/a?key=v",
        "https://api.test/a?b&, https://api.test/a?b&key=v",
        "https://api.test/a#b?c, https://api.test/a?key=v#b?c",
        "https://api.test/a?b=c#d, https://api.test/a?b=c&key=v#d",
        "/a?b=c, /a?b=c&key=v",
        "?b=c, ?b=c&key=v"
      })
  void itIsAppendedBehindTheQueryAndBeforeTheFragment(String url, String appended) {
    assertThat(Credential.query("key", "v").appendTo(url)).isEqualTo(appended);
  }

  @Test
  void severalAreAppendedInOrder() {
    assertThat(
            Credential.query("z", "1").andQuery("a", "2").and("h", "3").appendTo("https://a/?q=1"))
        .isEqualTo("https://a/?q=1&z=1&a=2");
    assertThat(Credential.of("h", "3").appendTo("https://a/?#f")).isEqualTo("https://a/?#f");
    assertThat(Credential.none().appendTo("https://a/")).isEqualTo("https://a/");
  }

  @Test
  void allButUnreservedCharactersAreEncodedAsUtf8() {
    String unreserved = "ABCXYZabcxyz0189-._~";

    assertThat(Credential.query(unreserved, unreserved).appendTo(""))
        .isEqualTo("?" + unreserved + "=" + unreserved);
    assertThat(Credential.query("a b", " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}é€😀").appendTo(""))
        .isEqualTo(
            "?a%20b=%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60"
                + "%7B%7C%7D%C3%A9%E2%82%AC%F0%9F%98%80");
  }

  @Test
  void whatIsAppendedIsReadAsItWasGivenAndTakenOffAgain() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String name = text(random);
      String value = text(random);
      Credential credential = Credential.query(name, value);

      String url = credential.appendTo("https://api.test/a?b=c%2Fd");

      String[] parts = URI.create(url).getRawQuery().split("&", 2)[1].split("=", 2);
      assertThat(URLDecoder.decode(parts[0], StandardCharsets.UTF_8))
          .as("%s", seed)
          .isEqualTo(name);
      assertThat(URLDecoder.decode(parts[1], StandardCharsets.UTF_8))
          .as("%s", seed)
          .isEqualTo(value);
      assertThat(QueryParameters.remove(url, credential.query()))
          .as("%s", seed)
          .isEqualTo("https://api.test/a?b=c%2Fd");
      assertThat(QueryParameters.has(URI.create(url).getRawQuery(), name)).as("%s", seed).isTrue();
    }
  }

  private static String text(Random random) {
    return random
        .ints(1 + random.nextInt(12), ' ', 0x2ff)
        .filter(c -> !Character.isISOControl(c))
        .collect(
            () -> new StringBuilder("k"), StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key=a+b%2Bc%2F",
        "key=a%20b%2bc%2f",
        "k%65y=%61%20b%2Bc/",
        "key=a%2520b%252Bc%252F",
        "key=a%20b%2Bc/",
        "key=a b+c/",
        "key=a+b%2Bc/",
        "key=a%20b+c/",
        "KEY=A%20B%2BC%2F",
        "%4bey=%41+b%2bC/"
      })
  void itIsTakenOffHoweverItIsEncoded(String written) {
    Credential credential = Credential.query("key", "a b+c/");

    for (String url : new String[] {"https://b.test/c", "/c", "c", "//b.test"}) {
      assertThat(removed(credential, url + "?" + written)).isEqualTo(url);
      assertThat(removed(credential, url + "?" + written + "#f")).isEqualTo(url + "#f");
      assertThat(removed(credential, url + "?x=1&" + written + "&y=2&" + written))
          .isEqualTo(url + "?x=1&y=2");
    }
    assertThat(removed(credential, "?" + written))
        .as("another resource than nothing")
        .isEqualTo("?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://b.test/key=v",
        "https://b.test/?key=w",
        "https://b.test/?xkey=v",
        "https://b.test/?key",
        "https://b.test/?key=%zz&%",
        "https://b.test/#?key=v",
        "",
        "?"
      })
  void nothingElseIsTakenOff(String url) {
    assertThat(removed(Credential.query("key", "v"), url)).isEqualTo(url);
  }

  @Test
  void aServerCannotHaveATextDecodedManyTimes() {
    String five = "%25252525" + "6bey";
    String many = "%" + "25".repeat(100) + "6bey";

    assertThat(QueryParameters.has(five + "=v", "key")).isTrue();
    assertThat(QueryParameters.has(many + "=v", "key")).isFalse();
    assertThat(removed(Credential.query("key", "v"), "/?" + five + "=v")).isEqualTo("/");
    assertThat(removed(Credential.query("key", "v"), "/?" + many + "=v")).hasSize(209);
  }

  private static String removed(Credential credential, String url) {
    return QueryParameters.remove(url, credential.query());
  }

  @ParameterizedTest
  @CsvSource({
    "key, true", "key=, true", "a=b&key=c, true", "k%65y=c, true", "&&key&, true",
    "Key=a, false", "a=key, false", "keys=a, false", "'', false", "%zz=a, false"
  })
  void aParameterIsFoundByItsName(String query, boolean found) {
    assertThat(QueryParameters.has(query, "key")).isEqualTo(found);
    assertThat(QueryParameters.has(null, "key")).isFalse();
  }

  @Test
  void aParameterTwiceIsAnError() {
    assertThatThrownBy(() -> Credential.query("key", "s3cret").andQuery("key", "s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The query parameter key must be set only once, but was set twice");
    assertThat(Credential.query("key", "1").andQuery("Key", "2").query()).hasSize(2);
    assertThat(Credential.query("key", "1").and("key", "2").query()).hasSize(1);
  }

  @Test
  void whatCannotBeSentIsRefusedAndNotShown() {
    assertRefused("key", "", "must not be empty");
    assertRefused("key", "s3cret\n", "must not have a line break; strip");
    assertRefused("key", "s3cret\u0000", "must not have a control character");
    assertRefused("key", "s3cret\u0085", "must not have a control character");
    assertRefused("key", "s3cret\ud800", "must be valid Unicode");
    assertRefused("", "s3cret", "The name of a query parameter must not be empty");
    assertRefused("s3cret\n", "v", "The name of a query parameter must not have a line break");
    assertThatThrownBy(() -> Credential.query("key", null))
        .hasMessage("value of query parameter key");
    assertThatThrownBy(() -> Credential.query(null, "v")).hasMessage("query parameter name");
    assertThatThrownBy(() -> AuthScheme.query("key", "s3cret\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  private static void assertRefused(String name, String value, String fault) {
    assertThatThrownBy(() -> Credential.query(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fault)
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> Credential.of("a", "1").andQuery(name, value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsKeepTheQueryAndTheQueryKeepsThem() {
    Credential credential = Credential.query("key", "1").reusableUntil(END);

    assertThat(credential.query()).hasSize(1);
    assertThat(credential.andQuery("b", "2").end()).isEqualTo(END);
    assertThat(credential.singleUse().query()).hasSize(1);
    assertThat(credential.singleUse().andQuery("b", "2").reuse()).isEqualTo(CredentialReuse.NEVER);
    assertThat(credential.sameUntil(END).madeWith("k").query()).hasSize(1);
    assertThat(credential.isNone()).isFalse();
  }

  @Test
  void showsNamesOnly() {
    assertThat(Credential.query("key", "s3cret").and("x-a", "s3cret").andQuery("sig", "s3cret"))
        .hasToString("Credential[x-a, ?key, ?sig]");
    assertThat(Credential.query("key", "s3cret").reusableUntil(END))
        .hasToString("Credential[?key] until 2026-01-01T00:00:00Z");
    assertThat(AuthScheme.query("key", "s3cret")).hasToString("query key");
  }
}
