package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AuthScheme;
import dev.latchkey.CredentialException;
import dev.latchkey.testing.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Cache;
import okhttp3.CacheControl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();
  @TempDir private Path folder;
  @AutoClose private Cache cache;

  @BeforeEach
  void open() {
    cache = new Cache(folder.toFile(), 1_000_000);
  }

  private OkHttpClient client(Tokens tokens) {
    return lab.client(lab.bare().cache(cache), tokens);
  }

  @Test
  void anAnswerThatIsFreshInTheCacheIsNotAskedForAgain() throws Exception {
    lab.vendor.reply(Reply.of(200, "kept").with("Cache-Control", "max-age=60"), Reply.of(500, ""));
    OkHttpClient client = client(lab.tokens);

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 kept");
    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 kept");

    assertThat(lab.vendor.requests()).hasSize(1);
    assertThat(lab.tokens.asked()).isEqualTo(1);
  }

  @Test
  void aCachedAnswerIsValidatedWithTheCredential() throws Exception {
    lab.vendor.reply(
        Reply.of(200, "kept").with("ETag", "\"1\"").with("Cache-Control", "no-cache"),
        Reply.of(304, ""));
    OkHttpClient client = client(lab.keys);

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 kept");
    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 kept");

    assertThat(lab.vendor.sent("If-None-Match")).containsExactly("", "\"1\"");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t1");
  }

  @Test
  void aValidationThatIsRefusedIsSentAgain() throws Exception {
    lab.vendor.reply(
        Reply.of(200, "kept").with("ETag", "\"1\"").with("Cache-Control", "no-cache"),
        Reply.of(401, "no"),
        Reply.of(304, ""));
    OkHttpClient client = client(lab.keys);

    TestEnvironment.send(client, lab.get("/"));
    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 kept");

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t1", "t2");
    Connections.assertIdle(client);
  }

  @Test
  void aCachedAnswerIsServedWhileNoTokenCanBeHad() throws Exception {
    lab.vendor.reply(Reply.of(200, "kept").with("Cache-Control", "max-age=60"));
    TestEnvironment.send(client(lab.tokens), lab.get("/"));
    Tokens down = new Tokens("Authorization");
    down.fail();
    OkHttpClient client = client(down);

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 kept");
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> TestEnvironment.send(client, lab.get("/other")));

    assertThat(lab.vendor.requests()).hasSize(1);
  }

  @Test
  void aCachedAnswerBehindARedirectTellsItsOwnUrlWhileNoTokenIsAvailable() throws Exception {
    lab.vendor.reply(
        Reply.redirect(301, "/new").with("Cache-Control", "max-age=60"),
        Reply.of(200, "kept").with("Cache-Control", "max-age=60"));
    TestEnvironment.send(client(lab.tokens), lab.get("/old"));
    Tokens down = new Tokens("Authorization");
    down.fail();

    try (Response response = client(down).newCall(lab.get("/old")).execute()) {
      assertThat(response.body().string()).isEqualTo("kept");
      assertThat(response.request().url().encodedPath()).isEqualTo("/new");
      assertThat(response.request().header("Cache-Control")).isNull();
      assertThat(response.priorResponse().request().header("Cache-Control")).isNull();
    }
  }

  @Test
  void aCallThatGetsNoTokenMakesNoConnection() {
    lab.tokens.fail();

    for (OkHttpClient client : List.of(client(lab.tokens), lab.client(lab.bare(), lab.tokens))) {
      assertThatExceptionOfType(CredentialException.class)
          .isThrownBy(() -> TestEnvironment.send(client, lab.get("/")));
      assertThat(client.connectionPool().connectionCount()).isZero();
    }
  }

  @Test
  void aCallForTheCacheAloneAsksForNoToken() throws Exception {
    OkHttpClient client = client(lab.tokens);

    try (Response response =
        client
            .newCall(lab.get("/").newBuilder().cacheControl(CacheControl.FORCE_CACHE).build())
            .execute()) {
      assertThat(response.code()).isEqualTo(504);
    }

    assertThat(lab.tokens.asked()).isZero();
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aRedirectOutOfTheCacheCarriesNothingElsewhere() throws Exception {
    lab.vendor.reply(
        Reply.redirect(301, lab.foreign.origin() + "/there").with("Cache-Control", "max-age=60"));
    OkHttpClient client = client(lab.keys);

    for (int i = 0; i < 2; i++) {
      TestEnvironment.send(client, lab.get("/"));
    }

    assertThat(lab.vendor.requests()).hasSize(1);
    assertThat(lab.foreign.sent("x-api-key")).containsExactly("", "");
  }

  @Test
  void anAnswerThatVariesOnTheCredentialIsAskedForEachTime() throws Exception {
    lab.vendor.reply(
        Reply.of(200, "mine").with("Cache-Control", "max-age=60").with("Vary", "x-api-key"));
    OkHttpClient client = client(lab.keys);

    TestEnvironment.send(client, lab.get("/"));
    TestEnvironment.send(client, lab.get("/"));

    assertThat(lab.vendor.requests()).hasSize(2);
  }

  @Test
  void aTokenIsNotWrittenToTheCache() throws Exception {
    lab.vendor.reply(Reply.of(200, "kept").with("Cache-Control", "max-age=60"));
    OkHttpClient client =
        lab.client(lab.bare().cache(cache), AuthScheme.header("x-api-key", "a-token-to-look-for"));

    TestEnvironment.send(client, lab.get("/"));

    cache.flush();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).content().doesNotContain("a-token-to-look-for"));
    }
  }
}
