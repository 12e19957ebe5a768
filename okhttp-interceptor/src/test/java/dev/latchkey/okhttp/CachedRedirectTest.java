package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.nio.file.Path;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.Interceptor;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects that a cache answers, which no network interceptor sees. */
class CachedRedirectTest {
  private static final String KEPT = "public, max-age=3600";

  @AutoClose private final TestEnvironment lab = new TestEnvironment();
  @TempDir private Path folder;
  @AutoClose private Cache cache;

  @BeforeEach
  void open() {
    cache = new Cache(folder.toFile(), 1_000_000);
  }

  private OkHttpClient client(boolean installed, AuthScheme scheme) {
    OkHttpClient.Builder builder = lab.bare().cache(cache);
    return installed
        ? lab.client(builder, scheme)
        : lab.closing(
            builder
                .addNetworkInterceptor(KeyringInterceptor.networkInterceptor(lab.keyring(scheme)))
                .build());
  }

  private void redirect(String answer) {
    lab.vendor.handle(
        sent ->
            switch (sent.target()) {
              case "/start" -> Reply.redirect(302, lab.foreign.origin() + "/there");
              case "/start-kept" ->
                  Reply.redirect(301, lab.foreign.origin() + "/there").with("Cache-Control", KEPT);
              case "/within" -> Reply.redirect(301, "/new").with("Cache-Control", KEPT);
              default ->
                  sent.has("x-api-key") ? Reply.of(200, answer) : Reply.of(401, "no credential");
            });
    lab.foreign.reply(
        Reply.redirect(301, lab.vendor.origin() + "/admin/delete").with("Cache-Control", KEPT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/start true", "/start false", "/start-kept true", "/start-kept false"})
  void aCachedRedirectElsewhereAndBackGetsNothing(String pathAndForm) throws Exception {
    String[] parts = pathAndForm.split(" ", 2);
    redirect("done");
    OkHttpClient client = client(Boolean.parseBoolean(parts[1]), lab.keys);
    Request request =
        lab.get(parts[0])
            .newBuilder()
            .header("Authorization", "Bearer callers")
            .header("Cookie", "session=callers")
            .build();

    for (int i = 0; i < 3; i++) {
      assertThat(TestEnvironment.send(client, request)).isEqualTo("401 no credential");
    }

    assertThat(lab.foreign.requests()).as("the rest came out of the cache").hasSize(1);
    assertThat(lab.vendor.requests())
        .filteredOn(sent -> sent.target().equals("/admin/delete"))
        .hasSize(3)
        .noneMatch(sent -> sent.has("x-api-key"))
        .noneMatch(sent -> sent.has("Authorization"))
        .noneMatch(sent -> sent.has("Cookie"));
  }

  @Test
  void aCachedRedirectWithinTheOriginCostsOneRequestMore() throws Exception {
    redirect("ok");
    OkHttpClient client = client(true, lab.keys);

    for (int i = 0; i < 2; i++) {
      assertThat(TestEnvironment.send(client, lab.get("/within"))).isEqualTo("200 ok");
    }

    assertThat(lab.vendor.requests())
        .extracting(SentRequest::target)
        .containsExactly("/within", "/new", "/new", "/new");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t1", "", "t1");
    Connections.assertIdle(client);
  }

  @Test
  void aCachedRedirectBehindOneThatWasSeenGetsNothingEither() throws Exception {
    redirect("done");
    OkHttpClient client = client(true, lab.keys);
    TestEnvironment.send(client, lab.get("/start-kept"));
    lab.vendor.handle(
        sent ->
            switch (sent.target()) {
              case "/form" -> Reply.redirect(303, "/start-kept");
              default -> sent.has("x-api-key") ? Reply.of(200, "done") : Reply.of(401, "no");
            });

    assertThat(
            TestEnvironment.send(
                client, lab.get("/form").newBuilder().post(RequestBody.create("a", null)).build()))
        .isEqualTo("401 no");

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "", "t1", "");
  }

  @Test
  void aCachedRedirectThatTheServerConfirmsCostsOneRequestMoreToo() throws Exception {
    lab.vendor.handle(
        sent ->
            switch (sent.target()) {
              case "/within" ->
                  sent.has("If-None-Match")
                      ? Reply.of(304, "")
                      : Reply.redirect(301, "/new")
                          .with("Cache-Control", "no-cache")
                          .with("ETag", "\"1\"");
              default -> sent.has("x-api-key") ? Reply.of(200, "ok") : Reply.of(401, "no");
            });
    OkHttpClient client = client(true, lab.keys);

    for (int i = 0; i < 2; i++) {
      assertThat(TestEnvironment.send(client, lab.get("/within"))).isEqualTo("200 ok");
    }

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t1", "t1", "", "t1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"installed", "network half alone"})
  void aConfirmedRedirectElsewhereAndBackToTheStartGetsNothing(String form) throws Exception {
    lab.vendor.handle(
        sent ->
            switch (sent.method() + " " + sent.target()) {
              case "POST /form" -> Reply.redirect(303, "/confirmed");
              case "GET /confirmed" ->
                  sent.has("If-None-Match")
                      ? Reply.of(304, "")
                      : Reply.redirect(301, lab.foreign.origin() + "/there")
                          .with("Cache-Control", "no-cache")
                          .with("ETag", "\"1\"");
              default -> sent.has("x-api-key") ? Reply.of(200, "done") : Reply.of(401, "no");
            });
    lab.foreign.reply(
        Reply.redirect(301, lab.vendor.origin() + "/form").with("Cache-Control", KEPT));
    OkHttpClient client = client(form.equals("installed"), lab.keys);
    Request post = lab.get("/form").newBuilder().post(RequestBody.create("a", null)).build();

    for (int i = 0; i < 3; i++) {
      assertThat(TestEnvironment.send(client, post)).isEqualTo("401 no");
    }

    assertThat(lab.foreign.requests()).as("the rest came out of the cache").hasSize(1);
    assertThat(lab.vendor.requests())
        .filteredOn(sent -> sent.method().equals("GET") && sent.target().equals("/form"))
        .hasSize(3)
        .noneMatch(sent -> sent.has("x-api-key"));
  }

  @Test
  void aCachedRedirectThatAnAuthenticatorUnlocksGetsNothingEither() throws Exception {
    lab.vendor.handle(
        sent ->
            switch (sent.method() + " " + sent.target()) {
              case "POST /form" -> Reply.redirect(303, "/locked");
              case "GET /locked" ->
                  sent.has("x-password")
                      ? Reply.redirect(301, lab.foreign.origin() + "/there")
                          .with("Cache-Control", KEPT)
                          .with("Vary", "x-password")
                      : Reply.of(401, "who?");
              default -> sent.has("x-api-key") ? Reply.of(200, "done") : Reply.of(401, "no");
            });
    lab.foreign.reply(
        Reply.redirect(301, lab.vendor.origin() + "/form").with("Cache-Control", KEPT));
    Authenticator once =
        (route, response) ->
            response.request().header("x-password") == null
                ? response.request().newBuilder().header("x-password", "callers").build()
                : null;
    OkHttpClient client = lab.client(lab.bare().cache(cache).authenticator(once), lab.keys);
    Request post = lab.get("/form").newBuilder().post(RequestBody.create("a", null)).build();

    for (int i = 0; i < 3; i++) {
      assertThat(TestEnvironment.send(client, post)).isEqualTo("401 no");
    }

    assertThat(lab.foreign.requests()).as("the rest came out of the cache").hasSize(1);
  }

  /**
   * The limit: an interceptor behind the keyring that changes a URL looks like a cached redirect.
   */
  @Test
  void aUrlThatIsChangedBehindTheKeyringCostsOneRequestMoreIfThereMayBeACache() throws Exception {
    redirect("ok");
    Interceptor versioned =
        chain -> {
          Request request = chain.request();
          return chain.proceed(
              request
                  .newBuilder()
                  .url(request.url().newBuilder().addQueryParameter("v", "7").build())
                  .build());
        };
    OkHttpClient cached = client(true, lab.keys).newBuilder().addInterceptor(versioned).build();
    OkHttpClient bare = lab.client(lab.keys).newBuilder().addInterceptor(versioned).build();

    assertThat(TestEnvironment.send(cached, lab.get("/things"))).isEqualTo("200 ok");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("", "t1");
    assertThat(TestEnvironment.send(lab.closing(bare), lab.get("/things"))).isEqualTo("200 ok");

    boolean tellsCache = !OkHttp.VERSION.startsWith("4.");
    assertThat(lab.vendor.sent("x-api-key").subList(2, lab.vendor.requests().size()))
        .isEqualTo(tellsCache ? List.of("t2") : List.of("", "t2"));
    assertThat(lab.vendor.requests()).extracting(SentRequest::target).containsOnly("/things?v=7");
  }
}
