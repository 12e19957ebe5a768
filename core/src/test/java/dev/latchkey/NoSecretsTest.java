package dev.latchkey;

import static dev.latchkey.checks.SecretSweep.PEM;
import static dev.latchkey.checks.SecretSweep.SECRET;
import static dev.latchkey.checks.SecretSweep.assertShowsNoSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.checks.SecretSweep;
import dev.latchkey.testing.ManualClock;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.ApiKey;
import dev.latchkey.vendor.AuthgearAdmin;
import dev.latchkey.vendor.MayaOnline;
import dev.latchkey.vendor.StatusEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is printed, thrown, told or logged shows a secret. */
class NoSecretsTest {
  private static final SigningKey SHORT =
      SigningKey.remote("kid", SigningAlgorithm.ES256, message -> SECRET.getBytes(utf8()));
  private static final String API = "https://api.test";
  private static final URI URL = URI.create("https://u:" + SECRET + "@api.test/?t=" + SECRET);

  private final TestKeyring test = new TestKeyring();
  @TempDir Path folder;

  static Stream<ThrowingCallable> whatIsRefused() {
    String bad = SECRET + "\n";
    SigningKey key = SigningKey.hs256(SECRET);
    return Stream.of(
        () -> AuthScheme.header("x", bad),
        () -> AuthScheme.header(SECRET + "=", "v"),
        () -> AuthScheme.header("x", () -> bad).issue(context()),
        () -> AuthScheme.basic(bad, "p"),
        () -> AuthScheme.basic("u", bad),
        () -> AuthScheme.basic(SECRET + ":", SECRET),
        () -> AuthScheme.allOf(AuthScheme.header("x", SECRET), AuthScheme.header("X", SECRET)),
        () -> Credential.of("x", bad),
        () -> Credential.of("x", SECRET).and("X", SECRET),
        () -> Credential.of(SECRET + " ", "v"),
        () -> Credential.query("key", bad),
        () -> Credential.query(bad, "v"),
        () -> Credential.query("key", SECRET).andQuery("key", SECRET),
        () -> AuthScheme.query("key", bad),
        () -> AuthScheme.allOf(AuthScheme.query("k", SECRET), AuthScheme.query("k", SECRET)),
        () -> Origin.of("https://u:" + SECRET + "@a b.test"),
        () -> Origin.of("https://" + SECRET + ":x/"),
        () -> Origin.of(SECRET),
        () -> Keyring.builder().add(URL.toString(), AuthScheme.header("x", SECRET)),
        () -> Keyring.builder().add(API + "/" + SECRET, AuthScheme.header("x", SECRET)),
        () -> Keyring.builder().add(API + "?" + SECRET, AuthScheme.header("x", SECRET)),
        () -> Keyring.builder().add("http://a.test", AuthScheme.header("x", SECRET)),
        () -> Keyring.builder().add(SECRET, AuthScheme.header("x", SECRET)),
        () -> SigningKey.hs256(bad),
        () -> SigningKey.pem("kid", SECRET),
        () -> SigningKey.pem("kid", "-----BEGIN PRIVATE KEY-----\n" + SECRET),
        () -> SigningKey.pem("kid", TestKeys.pem("PRIVATE KEY", SECRET.getBytes(utf8()))),
        () -> SigningKey.pem("kid", PEM.replaceFirst("\n", "\n" + SECRET)),
        () -> SigningKey.pem(" ", PEM),
        () -> SigningKey.pem("kid", SECRET, SECRET.toCharArray()),
        () -> SigningKey.pem("kid", TestKeys.encrypted(TestKeys.rsa()), SECRET.toCharArray()),
        () -> SigningKey.pemText(SECRET),
        () -> SigningKey.jwk(SECRET),
        () -> SigningKey.jwk("{\"kty\":\"" + SECRET + "\",\"d\":\"" + SECRET + "\"}"),
        () -> SigningKey.jwk("{\"kty\":\"oct\",\"k\":\"" + SECRET + "=\"}"),
        () -> SigningKey.jwk("{\"kty\":\"oct\",\"alg\":\"" + SECRET + "\"}"),
        () -> SigningKey.jwk("{\"kty\":\"EC\",\"d\":\"\",\"crv\":\"" + SECRET + "\"}"),
        () -> SigningKey.hmac(SigningAlgorithm.RS256, SECRET.getBytes(utf8())),
        () -> SigningKey.ed25519(SECRET.getBytes(utf8())),
        () -> SigningKey.hs256(SECRET).withAlgorithm(SigningAlgorithm.ES256),
        () -> SigningKey.hs256(SECRET).publicKey(),
        () -> jwt(SHORT).build().issue(context()),
        () -> JwtScheme.signedWith(key).claim("c", new StringBuffer[] {null}),
        () -> JwtScheme.signedWith(key).claim("c", new Secretive()),
        () -> JwtScheme.signedWith(key).issuer(SECRET).issuer(SECRET),
        () -> JwtScheme.signedWith(key).headerField("kid", SECRET),
        () -> JwtScheme.signedWith(key).requireKeyId().lifetime(Duration.ofMinutes(1)).build(),
        () -> JwtScheme.signedWith(key).build(),
        () -> jwt(key).header("x", token -> token + "\n").build().issue(context()),
        () -> jwt(key).claim("c", context -> new Secretive()).build().issue(context()),
        () -> ApiKey.of(bad),
        () -> ApiKey.signed(SECRET, bad),
        () -> ApiKey.forOrganization(SECRET, bad, SECRET),
        () -> ApiKey.forOrganization(SECRET, SECRET, bad),
        () -> ApiKey.builder(SECRET).signedWith(SECRET).signatureLifetime(Duration.ZERO).build(),
        () -> StatusEntry.keyPair(bad, SECRET),
        () -> StatusEntry.keyPairBoundToPath(SECRET, bad),
        () -> MayaOnline.apiKey(bad, SECRET),
        () -> MayaOnline.apiKey(SECRET, bad),
        () -> MayaOnline.apiKey("{\"publicValue\":\"" + SECRET + "\"}"),
        () -> MayaOnline.apiKey("{\"secretValue\":" + SECRET + "}"),
        () -> MayaOnline.apiKey("{\"secretValue\":\"" + SECRET),
        () -> AuthgearAdmin.project(SECRET + "/", key),
        () -> AuthgearAdmin.project("myapp", key),
        () -> AuthgearAdmin.project("myapp", () -> key).issue(context()));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("whatIsRefused")
  void noErrorShowsASecret(ThrowingCallable wrong) {
    Throwable thrown = catchThrowable(wrong);

    assertThat(thrown).as("is refused").isNotNull();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertShowsNoSecret(trace.toString());
  }

  @Test
  void noEventShowsASecret() throws IOException {
    Path file = Files.writeString(folder.resolve("kid.pem"), PEM);
    AuthScheme failing =
        context -> {
          throw new IOException(SECRET);
        };
    Keyring keyring =
        test.builder()
            .add(API, AuthgearAdmin.project("myapp", KeyFile.newestIn(folder)))
            .add("https://key.test", ApiKey.signed(SECRET, SECRET))
            .add("https://failing.test", failing)
            .build();
    TestCall call = new TestCall(keyring);
    call.send(URL.toString());
    assertThat(call.answered(403, Map.of("Date", "Thu, 01 Jan 2026 00:05:00 GMT"), true)).isTrue();
    TestCall second = new TestCall(keyring);
    second.send("https://key.test/" + SECRET);
    second.answered(401);
    assertThat(catchThrowable(() -> new TestCall(keyring).send("https://failing.test")))
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining(SECRET);
    Files.writeString(file, TestKeys.pkcs8(TestKeys.otherRsa()));
    Path half = Files.writeString(folder.resolve("half.pem"), PEM.substring(0, 700));
    Files.setLastModifiedTime(half, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    test.clock.advance(Duration.ofMinutes(5));
    new TestCall(keyring).send(API);

    for (String event :
        List.of("issued", "issueFailed", "refused", "keyChanged", "keyUnreadable", "clockOffset")) {
      assertThat(test.events.count(event)).as(event).isPositive();
    }
    assertThat(test.events.all()).allSatisfy(SecretSweep::assertShowsNoSecret);
  }

  @Test
  void noLogLineShowsASecret() throws IOException {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            StringWriter trace = new StringWriter();
            if (line.getThrown() != null) {
              line.getThrown().printStackTrace(new PrintWriter(trace));
            }
            lines.add(new SimpleFormatter().formatMessage(line) + trace);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("dev.latchkey");
    log.addHandler(handler);
    log.setUseParentHandlers(false);
    try {
      KeyringListener broken =
          new KeyringListener() {
            @Override
            public void issued(IssuedEvent event) {
              throw new IllegalStateException(SECRET);
            }
          };
      Keyring.builder()
          .add(API, AuthScheme.header("x", SECRET))
          .listener(broken)
          .build()
          .headersFor("GET", URL);
    } finally {
      log.removeHandler(handler);
      log.setUseParentHandlers(true);
    }

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("IllegalStateException")
        .satisfies(SecretSweep::assertShowsNoSecret);
  }

  private static Charset utf8() {
    return StandardCharsets.UTF_8;
  }

  private static JwtScheme.Builder jwt(SigningKey key) {
    return JwtScheme.signedWith(key).lifetime(Duration.ofMinutes(1));
  }

  private static IssueContext context() {
    return IssueContext.of("GET", URL, ManualClock.at("2026-01-01T00:00:00Z"));
  }

  private static final class Secretive {
    @Override
    public String toString() {
      return SECRET;
    }
  }
}
