package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

class AwsSigV4RequestTest {
  private static final int TEXTS = 5_000;

  /** Where code points end; ASCII thrice, so that most texts have some of it. */
  private static final List<Integer> ENDS = List.of(0x80, 0x80, 0x80, 0x800, 0xd800, 0x110000);

  @Test
  void textsOfAllKindsAreEncodedAsTheAwsSdkEncodesThem(TestReporter reporter) {
    long seed = Long.getLong("latchkey.seed", new Random().nextLong());
    reporter.publishEntry("latchkey.seed", Long.toString(seed));
    for (int i = 0; i < TEXTS; i++) {
      Random random = new Random(seed + i);
      String text = text(random);
      String sent = URLEncoder.encode(text, UTF_8).replace("+", random.nextBoolean() ? "+" : "%20");
      assertThat(lines("?n" + sent + "=" + sent, true).get(2))
          .as("seed %s, %s", seed + i, sent)
          .isEqualTo("n" + SdkHttpUtils.urlEncode(text) + "=" + SdkHttpUtils.urlEncode(text));
      String path = sent.replace("+", "%20");
      assertThat(lines("/" + path, true).get(1))
          .as("seed %s, %s", seed + i, path)
          .isEqualTo("/" + SdkHttpUtils.urlEncodeIgnoreSlashes(text));
      assertThat(lines("/p" + path, false).get(1))
          .as("seed %s, %s", seed + i, path)
          .isEqualTo("/p" + SdkHttpUtils.urlEncodeIgnoreSlashes(path));
    }
  }

  private static String text(Random random) {
    return Stream.generate(() -> codePoint(random))
        .limit(1 + random.nextInt(12))
        .map(Character::toString)
        .collect(joining());
  }

  /** Returns one that is no surrogate, which cannot be sent alone. */
  private static int codePoint(Random random) {
    int point = random.nextInt(ENDS.get(random.nextInt(ENDS.size())));
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '?' : point;
  }

  @ParameterizedTest
  @CsvSource({
    "?a=~&b=*&c=+&d=%2F&e=/, 'a=~&b=%2A&c=%20&d=%2F&e=%2F'",
    "?b=2&a=3&b=10&a=&a, 'a=&a=&a=3&b=10&b=2'",
    "?ab=1&a-b=2&a=3, 'a=3&a-b=2&ab=1'",
    "?=v&&a, a=",
    "?100%25&%254, '%254=&100%25='",
    "?k=%F0%9F%94%91&%c3%bc=ü, '%C3%BC=%C3%BC&k=%F0%9F%94%91'",
    "'', ''",
  })
  void aQueryIsDecodedEncodedAndSorted(String query, String canonical) {
    assertThat(lines(query, false).get(2)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "/a%2Fb~*+%7E, /a/b~%2A%20~, /a%252Fb~%2A%2B%257E",
    "/a/./b/../c//, /a/./b/../c//, /a/c/",
    "/a/., /a/., /a",
    "/a%2F, /a/, /a%252F",
    "'', /, /",
  })
  void aPathIsEncodedOnceForS3AndTwiceForOthers(String path, String ofS3, String ofOthers) {
    assertThat(lines(path, true).get(1)).isEqualTo(ofS3);
    assertThat(lines(path, false).get(1)).isEqualTo(ofOthers);
  }

  @Test
  void valuesOfAHeaderHaveNoOtherThanSingleSpaces() {
    List<String> values = List.of("\t a \t b  c ", "", " d,  e\t");
    AwsSigV4Request request = new AwsSigV4Request(URI.create("https://x/"), true);
    assertThat(request.canonical("GET", Map.of("n", values.subList(0, 1)), "n", "d"))
        .isEqualTo("GET\n/\n\nn:a b c\n\nn\nd");
    assertThat(request.canonical("GET", Map.of("n", values), "n", "d"))
        .isEqualTo("GET\n/\n\nn:a b c,,d, e\n\nn\nd");
  }

  private static List<String> lines(String target, boolean isS3) {
    AwsSigV4Request request = new AwsSigV4Request(URI.create("https://x" + target), isS3);
    return request.canonical("GET", Map.of(), "", "").lines().toList();
  }
}
