package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import dev.latchkey.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Cache;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.logging.HttpLoggingInterceptor;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A credential in the query, in what OkHttp caches, shows, logs and follows. */
class QueryTest {
  private static final AuthScheme KEY = AuthScheme.query("api_key", "s3cret/1");
  private static final String SENT = "api_key=s3cret%2F1";

  @AutoClose private final TestEnvironment lab = new TestEnvironment();
  @TempDir private Path folder;
  @AutoClose private Cache cache;

  @BeforeEach
  void open() {
    cache = new Cache(folder.toFile(), 1_000_000);
  }

  private OkHttpClient cached() {
    return lab.client(lab.bare().cache(cache), KEY);
  }

  private List<String> targets() {
    return lab.vendor.requests().stream().map(SentRequest::target).toList();
  }

  private void assertNotInTheCache() throws IOException {
    cache.flush();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .hasSizeGreaterThan(1)
          .allSatisfy(
              file -> assertThat(Files.readString(file)).doesNotContain("s3cret", "api_key"));
    }
  }

  @Test
  void theCacheAnswersTheSecondCallAndKeepsNoQuery() throws Exception {
    lab.vendor.reply(Reply.of(200, "kept").with("Cache-Control", "max-age=60"), Reply.of(500, ""));
    OkHttpClient client = cached();

    for (String path : List.of("/", "/a?b=c", "/a?", "/a?b&", "/a?q=x|y{}'")) {
      lab.vendor.reply(
          Reply.of(200, "kept").with("Cache-Control", "max-age=60"), Reply.of(500, ""));
      int before = lab.vendor.requests().size();
      for (int i = 0; i < 3; i++) {
        assertThat(TestEnvironment.send(client, lab.get(path))).as(path).isEqualTo("200 kept");
      }
      assertThat(lab.vendor.requests()).as(path).hasSize(before + 1);
    }

    assertThat(targets()).allMatch(target -> target.endsWith(SENT));
    cache.urls().forEachRemaining(url -> assertThat(url).doesNotContain("api_key"));
    assertNotInTheCache();
  }

  @Test
  void aCachedAnswerIsValidatedWithTheQuery() throws Exception {
    lab.vendor.reply(
        Reply.of(200, "kept").with("ETag", "\"1\"").with("Cache-Control", "no-cache"),
        Reply.of(304, ""));
    OkHttpClient client = cached();

    for (int i = 0; i < 3; i++) {
      assertThat(TestEnvironment.send(client, lab.get("/a?b"))).isEqualTo("200 kept");
    }

    assertThat(lab.vendor.sent("If-None-Match")).containsExactly("", "\"1\"", "\"1\"");
    assertThat(targets()).containsOnly("/a?b&" + SENT);
    assertNotInTheCache();
  }

  @Test
  void aCachedRedirectThatRepeatedTheQueryKeepsNone() throws Exception {
    lab.vendor.handle(
        sent ->
            sent.target().startsWith("/old")
                ? Reply.redirect(301, lab.foreign.origin() + "/there?x&" + SENT)
                    .with("Cache-Control", "max-age=60")
                : Reply.of(200, "ok"));
    OkHttpClient client = cached();

    for (int i = 0; i < 2; i++) {
      assertThat(TestEnvironment.send(client, lab.get("/old"))).isEqualTo("200 ok");
    }

    assertThat(targets()).containsExactly("/old?" + SENT);
    assertThat(lab.foreign.requests())
        .extracting(SentRequest::target)
        .containsExactly("/there?x", "/there?x");
    assertNotInTheCache();
  }

  @Test
  void noPartOfAResponseShowsTheQuery() throws Exception {
    lab.vendor.reply(Reply.redirect(302, "/2?" + SENT), Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client =
        lab.client(
            context ->
                Credential.query("api_key", "s3cret/1")
                    .andQuery("r", "" + context.refusal().isPresent()));

    try (Response response = client.newCall(lab.get("/")).execute()) {
      assertThat(response.code()).isEqualTo(200);
      for (Response each = response; each != null; each = each.priorResponse()) {
        assertThat(each + " " + each.request() + each.headers())
            .doesNotContain("s3cret", "api_key");
        if (each.networkResponse() != null) {
          assertThat(each.networkResponse() + " " + each.networkResponse().request())
              .doesNotContain("s3cret", "api_key");
        }
      }
    }
    assertThat(lab.vendor.requests()).hasSize(3);
  }

  @Test
  void loggersOfCallsAndOutsideOnTheNetworkSeeNoQuery() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    HttpLoggingInterceptor logger =
        new HttpLoggingInterceptor(log::add).setLevel(HttpLoggingInterceptor.Level.HEADERS);
    lab.vendor.reply(Reply.redirect(302, "/2?" + SENT), Reply.of(200, "ok"));

    TestEnvironment.send(
        lab.client(lab.bare().addInterceptor(logger).addNetworkInterceptor(logger), KEY),
        lab.get("/"));

    assertThat(targets()).containsExactly("/?" + SENT, "/2?" + SENT);
    assertThat(log).hasSizeGreaterThan(10).noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void failuresDoNotShowTheQuery() throws Exception {
    for (SocketPolicy policy :
        List.of(
            SocketPolicy.NO_RESPONSE,
            SocketPolicy.DISCONNECT_AFTER_REQUEST,
            SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)) {
      MockWebServer server =
          lab.server(request -> new MockResponse().setBody("a body").setSocketPolicy(policy));
      OkHttpClient client =
          lab.clientOf(
              lab.bare().readTimeout(Duration.ofMillis(200)),
              TestEnvironment.origin(server, "http"),
              KEY);

      Throwable failure =
          catchThrowable(
              () -> TestEnvironment.send(client, TestEnvironment.get(server, "http", "/")));

      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).as("%s", policy).doesNotContain("s3cret", "api_key");
      assertThat(server.takeRequest(10, TimeUnit.SECONDS).getPath()).isEqualTo("/?" + SENT);
    }
  }

  @Test
  void aParameterThatAnInterceptorBehindSetsWins() throws Exception {
    Interceptor own =
        chain -> {
          Request request = chain.request();
          return chain.proceed(
              request
                  .newBuilder()
                  .url(request.url().newBuilder().addQueryParameter("api_key", "mine").build())
                  .build());
        };
    OkHttpClient client = lab.client(KEY).newBuilder().addInterceptor(own).build();

    TestEnvironment.send(lab.closing(client), lab.get("/").newBuilder().head().build());

    assertThat(targets()).containsExactly("/?api_key=mine");
  }

  @Test
  void theUrlThatANetworkInterceptorBehindSetIsShownWithoutTheQuery() throws Exception {
    Interceptor versioned =
        chain -> {
          Request request = chain.request();
          return chain.proceed(
              request
                  .newBuilder()
                  .url(request.url().newBuilder().addQueryParameter("v", "7").build())
                  .build());
        };
    OkHttpClient client = lab.client(KEY).newBuilder().addNetworkInterceptor(versioned).build();

    try (Response response = lab.closing(client).newCall(lab.get("/a")).execute()) {
      assertThat(response.networkResponse().request().url().encodedQuery()).isEqualTo("v=7");
    }

    assertThat(targets()).containsExactly("/a?" + SENT + "&v=7");
  }

  @Test
  void anAnswerOfAnotherClientWithAKeyringIsNoHalfInstallation() throws Exception {
    OkHttpClient inner = lab.client(KEY);
    OkHttpClient outer =
        lab.client(lab.bare().addInterceptor(chain -> chain.proceed(chain.request())), KEY)
            .newBuilder()
            .addInterceptor(chain -> inner.newCall(chain.request()).execute())
            .build();

    assertThat(TestEnvironment.send(outer, lab.get("/"))).isEqualTo("200 ok");
  }

  @Test
  void theNetworkHalfAloneAppendsItToo() throws Exception {
    lab.vendor.reply(
        Reply.redirect(307, "/2?" + SENT),
        Reply.redirect(307, lab.foreign.origin() + "/3?" + SENT));
    OkHttpClient client =
        lab.closing(
            lab.bare()
                .addNetworkInterceptor(KeyringInterceptor.networkInterceptor(lab.keyring(KEY)))
                .build());

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");

    assertThat(targets()).containsExactly("/?" + SENT, "/2?" + SENT);
    assertThat(lab.foreign.request(0).target()).isEqualTo("/3");
  }

  @Test
  void anApplicationInterceptorAloneTakesNone() {
    AuthScheme authorization = AuthScheme.header("Authorization", "Bearer s3cret");
    OkHttpClient client =
        lab.closing(
            lab.bare()
                .addInterceptor(
                    KeyringInterceptor.applicationInterceptor(
                        lab.keyring(AuthScheme.allOf(authorization, KEY))))
                .build());

    assertThat(catchThrowable(() -> TestEnvironment.send(client, lab.get("/"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("[api_key]")
        .hasMessageNotContaining("s3cret");
    assertThat(catchThrowable(() -> KeyringInterceptor.applicationInterceptor(lab.keyring(KEY))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aWebSocketWithAQueryCredentialIsNotOpened() throws Exception {
    MockWebServer server = lab.server(request -> new MockResponse());
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    AuthScheme both = AuthScheme.allOf(AuthScheme.header("Authorization", "Bearer s3cret"), KEY);
    OkHttpClient client = lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), both);

    client.newWebSocket(
        TestEnvironment.get(server, "http", "/"),
        new WebSocketListener() {
          @Override
          public void onFailure(WebSocket socket, Throwable t, Response response) {
            failed.complete(t);
          }
        });

    assertThat(failed.get(10, TimeUnit.SECONDS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("[api_key]")
        .hasMessageContaining("authenticated by Authorization only")
        .hasMessageNotContaining("s3cret");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void elsewhereARequestIsAsItWas() throws Exception {
    try (TestServer elsewhere = TestServer.http()) {
      TestEnvironment.send(lab.client(KEY), TestEnvironment.get(elsewhere, "/a?api_key=mine"));

      assertThat(elsewhere.request(0).target()).isEqualTo("/a?api_key=mine");
    }
  }
}
