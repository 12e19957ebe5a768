package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.OutgoingRequest;
import dev.latchkey.RequestContent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A request of many that are generated, with what a server makes different of it. */
final class AwsRandomRequest implements OutgoingRequest, RequestContent {
  private static final List<String> METHODS =
      List.of("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH");
  private static final List<String> SEGMENTS =
      List.of(
          "",
          ".",
          "..",
          "a",
          "photos",
          "a%20b",
          "%E2%82%AC",
          "ü",
          "🔑",
          "%c3%bc",
          "%FF",
          "a%2Fb",
          "%2f",
          "~",
          "%7E",
          "(x)",
          "*",
          "'",
          "a+b",
          "%2B",
          "@",
          ":",
          "k=v",
          "$",
          "&",
          ";",
          ",",
          "!",
          "%25",
          "%3f",
          "100%25",
          "_-.",
          "a..b",
          "%21");
  private static final List<String> PARAMETERS =
      List.of(
          "",
          "acl",
          "a",
          "a=",
          "a=1",
          "a=0",
          "a=%20",
          "a=+",
          "a=%2B",
          "a=%2F",
          "a=/",
          "A=1",
          "a-b=1",
          "a.b",
          "ab=2",
          "b=ü",
          "ü=1",
          "%c3%bc=2",
          "a=b=c",
          "=v",
          "x=%7E~",
          "x=*'()!",
          "x=a:b@c,d;e",
          "x=$",
          "x=?",
          "prefix=photos%2FJan",
          "max-keys=2",
          "%41=2",
          "%FF=%ff",
          "a%3Db=1",
          "a%26b=1",
          "_=🔑");
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "x-amz-meta-One",
          "X-Amz-Meta-two",
          "Content-MD5",
          "Range",
          "X-Custom",
          "X_Y",
          "X-Amz-Target",
          "If-None-Match",
          "User-Agent",
          "X-Amzn-Trace-Id",
          "Expect");
  private static final List<String> VALUES =
      List.of(
          "a",
          "",
          "  a  ",
          "a  b",
          "\"a   b\"",
          "a,b",
          "a;q=0.5, b",
          "a \t b",
          "\ta",
          "   ",
          "k=v/ ü");

  private final Random random;
  private final String method;
  private final URI uri;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Null if there is none. */
  final byte[] body;

  private final boolean isReplayable;
  private final boolean isLengthKnown;

  AwsRandomRequest(Random random, String origin) {
    this.random = random;
    this.method = oneOf(METHODS);
    StringBuilder text = new StringBuilder(origin);
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append('/').append(oneOf(SEGMENTS));
    }
    if (random.nextInt(3) > 0) {
      text.append(text.length() == origin.length() ? "/?" : "?").append(oneOf(PARAMETERS));
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append('&').append(oneOf(PARAMETERS));
      }
    }
    this.uri = URI.create(text.toString());
    for (int i = random.nextInt(5); i > 0; i--) {
      List<String> values = new ArrayList<>();
      for (int j = random.nextInt(3); j >= 0; j--) {
        values.add(oneOf(VALUES));
      }
      headers.put(oneOf(HEADERS), List.copyOf(values));
    }
    this.body = random.nextInt(3) == 0 ? null : "b".repeat(random.nextInt(3_000)).getBytes(UTF_8);
    this.isReplayable = random.nextBoolean();
    this.isLengthKnown = random.nextBoolean();
  }

  private String oneOf(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Whether the body can be digested beforehand, and not only read. */
  boolean isReadable() {
    return body == null || isReplayable || isLengthKnown;
  }

  /** Returns the headers that are signed. */
  Map<String, List<String>> sentHeaders() {
    Map<String, List<String>> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> sent.put(name.toLowerCase(Locale.ROOT), values));
    if (body != null) {
      sent.put("content-type", List.of(type()));
      if (isLengthKnown && body.length > 0) {
        sent.put("content-length", List.of("" + body.length));
      }
    }
    return sent;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }

  @Override
  public Map<String, List<String>> headers() {
    return headers;
  }

  @Override
  public RequestContent content() {
    return body == null ? null : this;
  }

  @Override
  public String type() {
    return "text/plain;  charset=utf-8";
  }

  @Override
  public long length() {
    return isLengthKnown ? body.length : -1;
  }

  @Override
  public boolean isReplayable() {
    return isReplayable;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(body);
  }

  @Override
  public String toString() {
    return method + " " + uri + " " + headers + " " + (body == null ? "" : body.length + " bytes");
  }
}
