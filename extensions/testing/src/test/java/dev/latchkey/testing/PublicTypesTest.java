package dev.latchkey.testing;

import static dev.latchkey.testing.Caller.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.lang.reflect.Modifier;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No public type prints a secret. Core has a test for this too, but needs this module for it. */
class PublicTypesTest {
  private static final String SECRET = "s3cret-marker-that-must-not-be-seen-42";
  private static final String JWT_TEXT =
      JWT.create().withClaim("key", SECRET).withKeyId("k").sign(Algorithm.HMAC256(SECRET));

  /** Without those that have static methods only, or are given no secret. */
  private static final Set<String> WITHOUT_SECRETS =
      Set.of("LoopbackCertificates", "ManualClock", "PromptSockets", "TestKeys");

  @Test
  void noPublicTypePrintsASecret() throws Exception {
    try (TestServer server = TestServer.http();
        FakeVendor vendor = FakeVendor.start()) {
      server.reply(Reply.of(200, SECRET));
      get(server.uri("/?key=" + SECRET), "x-api-key", SECRET);
      vendor.accept(Check.header("x-api-key", SECRET), JwtCheck.hs256(SECRET));
      get(vendor.uri("/?key=" + SECRET), "x-api-key", SECRET);
      get(vendor.uri("/?key=" + SECRET), "x-api-key", SECRET + "1", "Authorization", SECRET);
      get(vendor.uri("/"), "Authorization", "Bearer " + JWT_TEXT + "x");
      SentRequest received = vendor.requests().get(1);
      StubHttpClient stub = StubHttpClient.of(asked -> StubHttpClient.Answer.of(200, SECRET));
      HttpRequest sent =
          HttpRequest.newBuilder(server.uri("/")).header("x-api-key", SECRET).build();
      Map<String, List<Object>> objects =
          Map.of(
              "TestServer",
              List.of(server, server.requests()),
              "FakeVendor",
              List.of(vendor, vendor.refusals()),
              "SentRequest",
              List.of(received, received.withBody(SECRET)),
              "Reply",
              List.of(Reply.of(200, SECRET).with("x-api-key", SECRET)),
              "StubHttpClient",
              List.of(stub, stub.send(sent, BodyHandlers.ofString())),
              "StubHttpClient$Answer",
              List.of(StubHttpClient.Answer.of(200, SECRET)),
              "Token",
              List.of(Token.hs256(JWT_TEXT, SECRET)),
              "Check",
              List.of(
                  Check.header("x-api-key", SECRET),
                  Check.query("key", SECRET),
                  Check.basic("me", SECRET),
                  Check.matching(SECRET, request -> true),
                  Check.allOf(Check.header("x-api-key", SECRET))),
              "JwtCheck",
              List.of(JwtCheck.hs256(SECRET).claim("key", SECRET)));

      assertThat(vendor.refusals()).hasSize(2);
      objects.forEach(
          (type, printed) ->
              assertThat(printed)
                  .as(type)
                  .isNotEmpty()
                  .allSatisfy(
                      object ->
                          // eyJ is how every token begins.
                          assertThat(object.toString()).doesNotContain(SECRET, "marker", "eyJ")));
      Set<String> lookedAt = new HashSet<>(objects.keySet());
      lookedAt.addAll(WITHOUT_SECRETS);
      assertThat(lookedAt).isEqualTo(publicTypes());
    }
  }

  @Test
  void aRequestPrintsItsPathAndTheNamesOfItsHeaders() {
    SentRequest request =
        SentRequest.of(
            "GET",
            "/a?b=c",
            Map.of("x-api-key", List.of("k")),
            "body".getBytes(StandardCharsets.UTF_8));

    assertThat(request).hasToString("GET /a [x-api-key]");
    assertThat(Reply.of(200, "ok").with("x", "y")).hasToString("Reply[200, [x]]");
    assertThat(Token.parse(JWT_TEXT)).asString().contains("[kid").contains("claims [key]");
  }

  private static Set<String> publicTypes() throws Exception {
    Path classes =
        Path.of(FakeVendor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(classes.resolve("dev/latchkey/testing"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName("dev.latchkey.testing." + name);
        if (Modifier.isPublic(type.getModifiers())) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
