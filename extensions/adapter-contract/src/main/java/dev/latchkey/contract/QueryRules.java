package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials in the query of the URL: on the wire to the vendor, and nowhere else. */
interface QueryRules {
  String SECRET = "s3cret/+ ü";
  String SENT = "api_key=s3cret%2F%2B%20%C3%BC";

  TestEnvironment stage();

  private static AuthScheme apiKey() {
    return AuthScheme.query("api_key", SECRET);
  }

  private static List<String> targets(TestServer server) {
    return server.requests().stream().map(SentRequest::target).toList();
  }

  private static void assertShowsNothing(Answer answer) {
    assertThat(answer.shown()).doesNotContain("s3cret", "api_key");
  }

  @Test
  default void aQueryCredentialIsOnTheWireAndNotInWhatACallerIsShown() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(apiKey());

    for (String path : List.of("/", "/things?a=b%2Fc+d", "/things?", "/things?a=b#api_key")) {
      Answer answer = stage.send(client, Call.get(stage.vendor.uri(path)));

      assertThat(answer.body()).isEqualTo("ok");
      assertThat(answer.shown().replace("#api_key", "")).doesNotContain("s3cret", "api_key");
    }

    assertThat(targets(stage.vendor))
        .containsExactly(
            "/?" + SENT, "/things?a=b%2Fc+d&" + SENT, "/things?" + SENT, "/things?a=b&" + SENT);
    assertThat(stage.issued).hasValue(1);
  }

  @Test
  default void aCallWhoseCallerSetTheParameterIsTheCallers() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.of(401, "no"));
    TestClient client =
        stage.client(AuthScheme.allOf(apiKey(), AuthScheme.header("x-client", "acme")));

    for (String query : List.of("?api_key=mine", "?a=b&api%5Fkey")) {
      assertThat(stage.send(client, Call.get(stage.vendor.uri("/" + query))).status())
          .isEqualTo(401);
    }

    assertThat(targets(stage.vendor)).containsExactly("/?api_key=mine", "/?a=b&api%5Fkey");
    assertThat(stage.vendor.sent("x-client")).containsExactly("", "");
    assertThat(stage.issued).as("the name is known beforehand").hasValue(0);
  }

  @Test
  default void theParameterOfALambdaIsLearned() throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(context -> Credential.query("api_key", SECRET));

    stage.send(client, Call.get(stage.vendor.uri("/?api_key=mine")));
    stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(targets(stage.vendor)).containsExactly("/?api_key=mine", "/?" + SENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SENT,
        SENT + "&" + SENT,
        "api_key=s3cret/%2b+%c3%bc",
        "api%5Fkey=%733cret%2F%2B%20%C3%BC",
        "api_key=s3cret%252F%252B%2520%25C3%25BC"
      })
  default void aRedirectThatRepeatsTheQueryCarriesItNowhereElse(String echo) throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(
        Reply.redirect(302, "b/c?x=1&" + echo + "&y=2"),
        Reply.redirect(307, stage.vendor.origin() + "/d?" + echo + "&w"),
        Reply.redirect(307, stage.foreign.origin() + "/e?" + echo + "&z=3#f"));
    stage.foreign.reply(Reply.redirect(307, "/f?" + echo + "&z=4"), Reply.of(200, "there"));

    Answer answer = stage.send(stage.client(apiKey()), Call.get(stage.vendor.uri("/a?v=0")));

    assertThat(answer.body()).isEqualTo("there");
    assertThat(targets(stage.vendor))
        .containsExactly("/a?v=0&" + SENT, "/b/c?x=1&y=2&" + SENT, "/d?w&" + SENT);
    assertThat(targets(stage.foreign)).containsExactly("/e?z=3", "/f?z=4");
    assertShowsNothing(answer);
  }

  @Test
  default void aCallThatLeftGetsNoQueryWhenItComesBack() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.redirect(307, stage.foreign.origin() + "/b"), Reply.of(401, "back"));
    stage.foreign.reply(Reply.redirect(307, stage.vendor.origin() + "/c?" + SENT));

    Answer answer = stage.send(stage.client(apiKey()), Call.get(stage.vendor.uri("/a")));

    assertThat(answer.body()).isEqualTo("back");
    assertThat(targets(stage.vendor)).containsExactly("/a?" + SENT, "/c");
    assertThat(targets(stage.foreign)).containsExactly("/b");
    assertShowsNothing(answer);
  }

  @Test
  default void aLocationThatIsNotFollowedDoesNotShowTheQuery() throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.of(201, "made").with("Location", "/things/1?" + SENT));

    Answer answer = stage.send(stage.client(apiKey()), Call.get(stage.vendor.uri("/things")));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.shown()).contains("/things/1");
    assertShowsNothing(answer);
  }

  @Test
  default void aRefusedQueryIsReplacedOnceByAnother() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger keys = new AtomicInteger();
    TestClient client =
        stage.client(context -> Credential.query("api_key", "s3cret" + keys.incrementAndGet()));
    stage.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"), Reply.of(401, "revoked"));

    Answer accepted =
        stage.send(client, Call.post(stage.vendor.uri("/?a"), TestClient.Body.REPLAYABLE));
    Answer refused = stage.send(client, Call.get(stage.vendor.uri("/?a")));

    assertThat(accepted.body()).isEqualTo("ok");
    assertThat(refused.body()).isEqualTo("revoked");
    assertThat(targets(stage.vendor))
        .containsExactly(
            "/?a&api_key=s3cret1",
            "/?a&api_key=s3cret2",
            "/?a&api_key=s3cret2",
            "/?a&api_key=s3cret3");
    assertShowsNothing(accepted);
    assertShowsNothing(refused);
    TestClient constant = stage.client(apiKey());
    stage.send(constant, Call.get(stage.vendor.uri("/")));
    assertThat(stage.vendor.requests()).as("the same again would be refused too").hasSize(5);
  }

  @Test
  default void aQueryGoesTogetherWithHeaders() throws Exception {
    TestEnvironment stage = stage();
    List<AuthScheme> schemes =
        List.of(
            context -> Credential.query("key", "s3cret").and("x-key", "h").andQuery("id", "acme"),
            AuthScheme.allOf(
                AuthScheme.query("key", "s3cret"),
                AuthScheme.header("x-key", "h"),
                AuthScheme.query("id", "acme")));

    for (AuthScheme scheme : schemes) {
      stage.send(stage.client(scheme), Call.get(stage.vendor.uri("/?a=b")));
    }

    assertThat(targets(stage.vendor))
        .containsExactly("/?a=b&key=s3cret&id=acme", "/?a=b&key=s3cret&id=acme");
    assertThat(stage.vendor.sent("x-key")).containsExactly("h", "h");
  }

  /** As Google Maps has it: over the path and query, the key included. */
  @ParameterizedTest
  @ValueSource(strings = {"/maps", "/maps?address=M%C3%BCnchen+1&x=%2f", "/maps?"})
  default void aSignatureCoversWhatIsSent(String target) throws Exception {
    TestEnvironment stage = stage();
    AuthScheme maps =
        AuthScheme.computed(
            context -> {
              Credential key = Credential.query("key", "s3cret");
              URI url = URI.create(key.appendTo(context.uri().toString()));
              return key.andQuery(
                  "signature", signature(url.getRawPath() + "?" + url.getRawQuery()));
            });
    stage.vendor.reply(Reply.redirect(307, "/elsewhere?a=b"), Reply.of(200, "ok"));

    stage.send(stage.client(maps), Call.get(stage.vendor.uri(target)));

    assertThat(targets(stage.vendor)).hasSize(2);
    for (String sent : targets(stage.vendor)) {
      String[] parts = sent.split("&signature=", 2);
      assertThat(parts[0]).contains("key=s3cret");
      assertThat(parts[1]).isEqualTo(signature(parts[0]).replace("=", "%3D"));
    }
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(new byte[] {1, 2, 3}, "HmacSHA1"));
      return Base64.getUrlEncoder()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void aFailureDoesNotShowTheQuery() {
    TestEnvironment stage = stage();
    TestServer gone = TestServer.http();
    gone.close();
    TestClient client = stage.clientOf(keyring -> keyring.add(gone.origin(), apiKey()));

    Throwable failure = catchThrowable(() -> stage.send(client, Call.get(gone.uri("/a"))));

    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("s3cret", "api_key");
  }
}
