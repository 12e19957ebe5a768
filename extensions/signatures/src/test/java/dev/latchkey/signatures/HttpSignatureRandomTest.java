package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.SentRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Random requests, verified as a server does that has nothing of ours. */
class HttpSignatureRandomTest {
  private static final byte[] SECRET = "shared".getBytes(StandardCharsets.UTF_8);
  private static final List<String> ITEMS =
      List.of(
          "1", "-17", "2.50", "\"a, \\\"b\\\"\"", "?0", "?1", "tok/en", ":aGk=:", "(a  1 \"x\")");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void whatIsSignedIsWhatAServerSees() throws IOException {
    for (int i = 0; i < 500; i++) {
      assertVerified("seed " + seed + ", request " + i);
    }
  }

  private void assertVerified(String which) throws IOException {
    List<String> covered =
        new ArrayList<>(
            List.of(
                "@method",
                "@target-uri",
                "@authority",
                "@scheme",
                "@request-target",
                "@path",
                "@query",
                "content-digest",
                "x-any",
                "x-map",
                "x-list"));
    String scheme = random.nextBoolean() ? "http" : "https";
    String host = pick("h.test", "H.Test:80", "h.test:443", "h.test:8080", "[::1]:443");
    String path = "";
    for (int n = random.nextInt(3); n > 0; n--) {
      path += "/" + encoded();
    }
    List<String> pairs = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      String name = "n" + n + encoded();
      covered.add(
          "@query-param;name=\"" + encode(URLDecoder.decode(name, StandardCharsets.UTF_8)) + '"');
      pairs.add(random.nextInt(4) == 0 ? name : name + "=" + encoded());
    }
    String target =
        path + (pairs.isEmpty() && random.nextBoolean() ? "" : "?" + String.join("&", pairs));
    Map<String, String> headers =
        Map.of(
            "X-Any", text(),
            "x-map", "k0=" + item() + ",k1 ,\tk2=" + item(),
            "X-List", "\"s\" ,  " + item() + ",2.0");
    byte[] body = new byte[random.nextInt(3) * 10];
    random.nextBytes(body);
    Collections.shuffle(covered, random);
    String method = pick("GET", "POST", "M-SEARCH");

    HttpSignature.Builder builder =
        HttpSignature.signedWith(SigningKey.hs256(SECRET))
            .components(covered.toArray(String[]::new));
    if (random.nextBoolean()) {
      builder.sha512();
    }
    Credential credential =
        builder
            .nonce()
            .build()
            .issue(
                IssueContext.of(
                    method,
                    URI.create(scheme + "://" + host + target),
                    headers,
                    body,
                    ManualClock.at("2026-01-01T00:00:00Z")));

    Map<String, List<String>> sent = new HashMap<>();
    headers.forEach((name, value) -> sent.put(name, List.of(value)));
    credential.headers().forEach((name, value) -> sent.put(name, List.of(value)));
    sent.put("Host", List.of(host));
    String line = target.startsWith("/") ? target : "/" + target;
    SentRequest request = SentRequest.of(method, line, sent, body);
    HttpSignatureVerifier verifier =
        new HttpSignatureVerifier(scheme, "hmac-sha256", new SecretKeySpec(SECRET, "HmacSHA256"));
    assertThat(verifier.accepts(request)).as(which).isTrue();
    assertThat(verifier.accepts(request.withTarget(line + "&z"))).as(which).isFalse();
  }

  private String pick(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private String item() {
    return ITEMS.get(random.nextInt(ITEMS.size())) + pick("", ";p", "; p=1", ";p=?1;q=\"v\"");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(20); n > 0; n--) {
      text.append((char) (' ' + random.nextInt(95)));
    }
    return text.append('.').toString();
  }

  /** What may be in a path or in a query, in one of the forms that it may have. */
  private String encoded() {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(8); n > 0; n--) {
      text.append(
          pick(
              "a", "Z", "7", "-", "~", "*", "%20", "%2b", "%2F", "%c3%A9", "%0A", "+", ":", "@",
              "!"));
    }
    return text.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
