package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.Token;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects beyond those of the contract. */
class RedirectTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void aPostThatIsRedirectedElsewhereCarriesNoKey(int status) throws Exception {
    lab.vendor.reply(Reply.redirect(status, lab.foreign.origin() + "/there"));
    OkHttpClient client = lab.client(lab.keys);

    TestEnvironment.send(
        client, lab.get("/").newBuilder().post(RequestBody.create(new byte[3])).build());

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1");
    assertThat(lab.foreign.sent("x-api-key")).containsExactly("");
  }

  @Test
  void eachHopIsSignedForItsOwnMethodAndPathWithItsOwnNonce() throws Exception {
    AuthScheme scheme =
        JwtScheme.signedWith(SigningKey.hs256(SECRET))
            .header("x-token")
            .lifetime(Duration.ofMinutes(1))
            .claim("method", context -> context.method())
            .claim("path", context -> context.uri().getPath())
            .claim("jti", context -> UUID.randomUUID().toString())
            .perRequest()
            .build();
    lab.vendor.reply(Reply.redirect(303, "/2"), Reply.redirect(307, "/3"), Reply.of(200, "ok"));

    Request post = lab.get("/1").newBuilder().post(RequestBody.create(new byte[3])).build();
    assertThat(TestEnvironment.send(lab.client(scheme), post)).isEqualTo("200 ok");

    List<Token> tokens =
        lab.vendor.sent("x-token").stream().map(jwt -> Token.hs256(jwt, SECRET)).toList();
    assertThat(tokens)
        .extracting(token -> token.claims().get("method") + " " + token.claims().get("path"))
        .containsExactly("POST /1", "GET /2", "GET /3");
    assertThat(tokens).extracting(token -> token.claims().get("jti")).doesNotHaveDuplicates();
  }

  @Test
  void anOriginOfTheSameSchemeIsAuthenticatedUntilTheCallLeavesBoth() throws Exception {
    MockWebServer second =
        lab.server(
            request ->
                redirect(
                    request.getPath().equals("/from-second")
                        ? lab.foreign.origin() + "/away"
                        : lab.vendor.origin() + "/never"));
    lab.vendor.reply(
        Reply.redirect(307, TestEnvironment.origin(second, "http") + "/from-second"),
        Reply.of(401, "no"));
    lab.foreign.reply(Reply.redirect(307, lab.vendor.origin() + "/back"));
    OkHttpClient client =
        lab.closing(
            KeyringInterceptor.install(
                    lab.bare(),
                    lab.keyringOf(
                        keyring ->
                            keyring.add(
                                lab.keys,
                                lab.vendor.origin(),
                                TestEnvironment.origin(second, "http"))))
                .build());

    assertThat(TestEnvironment.send(client, lab.get("/start"))).isEqualTo("401 no");

    assertThat(second.takeRequest().getHeader("x-api-key")).startsWith("t");
    assertThat(lab.foreign.sent("x-api-key")).containsExactly("");
    assertThat(lab.vendor.requests())
        .extracting(SentRequest::target)
        .containsExactly("/start", "/back");
    assertThat(lab.vendor.request(1).has("x-api-key")).isFalse();
  }

  @Test
  void aRefusalBehindARedirectIsAnsweredThereOnlyWithTheSameBody() throws Exception {
    lab.vendor.reply(Reply.redirect(307, lab.foreign.origin() + "/there"));
    lab.foreign.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client =
        lab.closing(
            KeyringInterceptor.install(
                    lab.bare(),
                    lab.keyringOf(
                        keyring ->
                            keyring.add(lab.keys, lab.vendor.origin(), lab.foreign.origin())))
                .build());

    Request post = lab.get("/").newBuilder().post(RequestBody.create("a body", null)).build();
    assertThat(TestEnvironment.send(client, post)).isEqualTo("200 ok");

    assertThat(lab.vendor.requests()).hasSize(1);
    assertThat(lab.foreign.requests()).extracting(SentRequest::method).containsOnly("POST");
    assertThat(lab.foreign.requests())
        .extracting(SentRequest::body)
        .containsExactly("a body", "a body");
    assertThat(lab.foreign.sent("x-api-key")).doesNotHaveDuplicates();
  }

  @Test
  void aRefusalElsewhereCostsNoToken() throws Exception {
    lab.vendor.reply(
        Reply.redirect(307, lab.foreign.origin() + "/there"), Reply.of(200, "with the old one"));
    lab.foreign.reply(Reply.of(401, "who are you?"));
    OkHttpClient client = lab.client();

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("401 who are you?");
    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 with the old one");

    assertThat(lab.foreign.requests()).hasSize(1);
    assertThat(lab.tokens.asked()).isEqualTo(1);
  }

  @Test
  void aRefusalAfterTwentyRedirectsIsAnswered() throws Exception {
    Reply[] replies = new Reply[22];
    for (int i = 0; i < 20; i++) {
      replies[i] = Reply.redirect(302, "/" + i);
    }
    replies[20] = Reply.of(401, "no");
    replies[21] = Reply.of(200, "ok");
    lab.vendor.reply(replies);

    assertThat(TestEnvironment.send(lab.client(), lab.get("/start"))).isEqualTo("200 ok");

    assertThat(lab.vendor.requests()).hasSize(22);
    assertThat(lab.vendor.request(21).target()).isEqualTo("/19");
  }

  @Test
  void anEncryptedCallThatIsRedirectedToPlainTextCarriesNothing() throws Exception {
    MockWebServer secure = lab.secureServer(request -> redirect(lab.foreign.origin() + "/plain"));
    String origin = TestEnvironment.origin(secure, "https");
    OkHttpClient client = lab.clientOf(lab.bare(), origin, lab.keys);
    Request request =
        TestEnvironment.get(secure, "https", "/")
            .newBuilder()
            .header("Cookie", "session=callers")
            .build();

    try (Response response = client.newCall(request).execute()) {
      assertThat(response.request().url().isHttps()).isFalse();
    }

    assertThat(secure.takeRequest().getHeader("x-api-key")).isEqualTo("t1");
    assertThat(lab.foreign.request(0).has("x-api-key")).isFalse();
    assertThat(lab.foreign.request(0).has("Cookie")).isFalse();
  }

  @Test
  void theCallersHeaderStaysBehindBesideAnotherValueThatAnInterceptorAdded() throws Exception {
    lab.vendor.reply(Reply.redirect(307, lab.foreign.origin() + "/there"));
    OkHttpClient client =
        lab.client(lab.keys)
            .newBuilder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain.request().newBuilder().addHeader("x-api-key", "added").build()))
            .build();

    TestEnvironment.send(client, lab.get("/").newBuilder().header("x-api-key", "callers").build());

    assertThat(lab.foreign.sent("x-api-key")).containsExactly("added");
  }

  private static MockResponse redirect(String location) {
    return new MockResponse().setResponseCode(307).setHeader("Location", location);
  }
}
