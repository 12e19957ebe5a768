package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OriginIndexTest {
  private static final int INPUTS = 60_000;
  private static final String[] PARTS = {
    "http",
    "https",
    "ws",
    "HTTPS",
    "ftp",
    "://",
    ":",
    "/",
    "//",
    "@",
    "?",
    "#",
    "[",
    "]",
    "%",
    "%25",
    "%41",
    ".",
    "..",
    "-",
    "_",
    "*",
    "~",
    " ",
    "\t",
    "\0",
    "\\",
    "a",
    "A",
    "é",
    "ß",
    "。",
    "／",
    "\uD800",
    "😀",
    "\u200d",
    "0",
    "1",
    "00",
    "65535",
    "65536",
    "443",
    "80",
    "99999999999",
    "127.0.0.1",
    "256",
    "::",
    "::1",
    "ffff",
    "FFFF:",
    "0:0:0:0:0:0:0:1",
    "api.test",
    "API.Test",
    "auth_service",
    "svc.1a",
    "bücher",
    "xn--bcher-kva",
    "user:s3cret",
    "+",
    "&",
    ";",
    "="
  };
  private static final String[] KNOWN = {
    "https://api.test",
    "http://api.test",
    "https://api.test:444",
    "https://auth_service",
    "https://[::1]",
    "http://127.0.0.1",
    "https://xn--bcher-kva",
    "https://a"
  };

  private final OriginIndex<String> index = index();

  @Test
  void findsByUriAndByOrigin() {
    for (String known : KNOWN) {
      assertThat(index.get(URI.create(known + "/a?b"))).isEqualTo(known);
      assertThat(index.get(URI.create(known.replace("http", "ws")))).isEqualTo(known);
      assertThat(index.get(Origin.of(known))).isEqualTo(known);
    }
    assertThat(index.get(URI.create("https://API.TEST:443"))).isEqualTo("https://api.test");
    assertThat(index.get(URI.create("https://api.test:445"))).isNull();
    assertThat(index.get(URI.create("https://api.test."))).isNull();
    assertThat(index.get(URI.create("https://other.test"))).isNull();
    assertThat(index.get(URI.create("ftp://api.test"))).isNull();
    assertThat(index.get(Origin.of("https://other.test"))).isNull();
  }

  @Test
  void keepsTheOrder() {
    assertThat(index.values()).containsExactly(KNOWN);
  }

  @Test
  void noInputThrowsAnythingElseAndEqualOriginsAreFoundAlike() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int origins = 0;
    int found = 0;
    for (int i = 0; i < INPUTS; i++) {
      String url = url(random);
      Origin origin = origin(url, seed);
      URI uri = uri(url);
      if (uri == null) {
        continue;
      }
      String known = index.get(uri);
      if (origin == null) {
        check(known == null && Origin.ofOrNull(uri) == null, url, seed);
        continue;
      }
      origins++;
      found += known == null ? 0 : 1;
      check(origin.equals(Origin.of(uri)), url, seed);
      check(origin.equals(Origin.of(origin.toString())), url, seed);
      check(origin.equals(new Origin(origin.scheme(), origin.host(), origin.port())), url, seed);
      check(Objects.equals(known, index.get(origin)), url, seed);
      check(Objects.equals(known, index.get(URI.create(origin.toString()))), url, seed);
      check(known == null || known.equals(origin.toString()), url, seed);
    }
    assertThat(origins).as("seed %s", seed).isGreaterThan(INPUTS / 50);
    assertThat(found).as("seed %s", seed).isGreaterThan(INPUTS / 500);
  }

  @Test
  void noHostThrowsAnythingElse() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < INPUTS; i++) {
      StringBuilder host = new StringBuilder(random.nextBoolean() ? "[" : "");
      for (int n = random.nextInt(10); n > 0; n--) {
        host.append(
            random.nextInt(3) > 0
                ? PARTS[random.nextInt(PARTS.length)]
                : Character.toString(random.nextInt(0x3000)));
      }
      host.append(random.nextBoolean() ? "]" : "");
      try {
        Origin origin = new Origin("https", host.toString(), 1);
        check(origin.equals(new Origin("https", origin.host(), 1)), host.toString(), seed);
      } catch (IllegalArgumentException e) {
        check(!String.valueOf(e.getMessage()).contains("s3cret"), host.toString(), seed);
      }
    }
  }

  private static String url(Random random) {
    StringBuilder url = new StringBuilder();
    if (random.nextInt(4) > 0) {
      url.append(PARTS[random.nextInt(4)]).append("://");
    }
    if (random.nextInt(4) == 0) {
      url.append('[').append(PARTS[random.nextInt(PARTS.length)]);
    }
    for (int n = random.nextInt(5); n >= 0; n--) {
      url.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return url.append(random.nextInt(4) == 0 ? "]" : "").toString();
  }

  private static Origin origin(String url, long seed) {
    try {
      return Origin.of(url);
    } catch (IllegalArgumentException e) {
      check(!String.valueOf(e.getMessage()).contains("s3cret"), url, seed);
      return null;
    }
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException | NumberFormatException e) {
      // Java's parser throws the latter at https://[::99999999999.0.0.1].
      return null;
    }
  }

  /** Hundreds of thousands of AssertJ assertions take longer than what they assert. */
  private static void check(boolean fact, String input, long seed) {
    if (!fact) {
      throw new AssertionError("seed " + seed + ", input " + input);
    }
  }

  private static OriginIndex<String> index() {
    Map<Origin, String> values = new LinkedHashMap<>();
    for (String known : KNOWN) {
      values.put(Origin.of(known), known);
    }
    return new OriginIndex<>(values);
  }
}
