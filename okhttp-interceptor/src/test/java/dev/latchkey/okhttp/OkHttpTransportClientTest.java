package dev.latchkey.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.HttpTransport;
import dev.latchkey.TransportRequest;
import dev.latchkey.TransportResponse;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Cache;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.logging.HttpLoggingInterceptor;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@link OkHttpTransport} takes of its client, and what it does not. */
class OkHttpTransportClientTest {
  private static final String ASSERTION = "assertion=s3cret";

  @AutoClose private final TestEnvironment lab = new TestEnvironment();
  @AutoClose private final TestServer endpoint = TestServer.http();
  @TempDir java.nio.file.Path folder;

  @Test
  void theProxyOfTheClientIsUsed() throws Exception {
    MockWebServer proxy = lab.server(request -> new MockResponse().setBody("through"));
    OkHttpClient client = lab.closing(lab.bare().proxy(proxy.toProxyAddress()).build());

    TransportResponse response = post(client, "http://token.test/token");

    assertThat(response.body()).asString(UTF_8).isEqualTo("through");
    assertThat(proxy.takeRequest().getRequestLine())
        .isEqualTo("POST http://token.test/token HTTP/1.1");
  }

  @Test
  void theDnsOfTheClientIsUsed() throws Exception {
    OkHttpClient client = lab.closing(lab.bare().dns(host -> loopback()).build());

    TransportResponse response =
        post(client, endpoint.origin().replace("127.0.0.1", "token.test") + "/token");

    assertThat(response.head().status()).isEqualTo(200);
    assertThat(endpoint.sent("Host").get(0)).startsWith("token.test:");
  }

  @Test
  void theTlsOfTheClientIsUsed() throws Exception {
    MockWebServer secure = lab.secureServer(request -> new MockResponse().setBody("ok"));
    String url = TestEnvironment.origin(secure, "https") + "/token";

    assertThat(post(lab.closing(lab.bare().build()), url).head().status()).isEqualTo(200);
    OkHttpClient trustsOthers = lab.closing(new OkHttpClient());
    assertThatIOException().isThrownBy(() -> post(trustsOthers, url));
  }

  @Test
  void theConnectionsOfTheClientAreUsed() throws Exception {
    OkHttpClient client = lab.closing(lab.bare().build());

    TestEnvironment.send(client, lab.get("/"));
    post(client, lab.vendor.origin() + "/token");

    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
  }

  @Test
  void theOtherInterceptorsOfTheClientSeeTheRequestWithoutItsBody() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    HttpLoggingInterceptor logger =
        new HttpLoggingInterceptor(log::add).setLevel(HttpLoggingInterceptor.Level.BODY);
    OkHttpClient client =
        lab.closing(
            KeyringInterceptor.install(lab.bare().addInterceptor(logger), lab.keyring(lab.tokens))
                .addNetworkInterceptor(logger)
                .build());

    post(client, endpoint.origin() + "/token");

    assertThat(log).anyMatch(line -> line.startsWith("--> POST " + endpoint.origin()));
    assertThat(log).noneMatch(line -> line.contains(ASSERTION));
    assertThat(endpoint.request(0).body()).isEqualTo(ASSERTION);
  }

  @Test
  void aDispatcherFullOfCallsThatWaitForTheTokenDoesNotKeepItFromBeingFetched() throws Exception {
    ExecutorService oneThread = Executors.newSingleThreadExecutor();
    Dispatcher dispatcher = new Dispatcher(oneThread);
    dispatcher.setMaxRequests(1);
    OkHttpClient bare = lab.closing(lab.bare().dispatcher(dispatcher).build());
    HttpTransport transport = OkHttpTransport.of(bare);
    // The same origin, so that also the dispatcher's limit for each host counts.
    AuthScheme fetched =
        context -> {
          transport.send(request(lab.vendor.origin() + "/token", "POST"));
          return Credential.of("Authorization", "fetched");
        };
    OkHttpClient client = lab.client(bare.newBuilder(), fetched);

    List<CompletableFuture<Response>> responses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      responses.add(TestEnvironment.enqueue(client.newCall(lab.get("/" + i))));
    }

    for (CompletableFuture<Response> response : responses) {
      try (Response got = response.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)) {
        assertThat(got.code()).isEqualTo(200);
      }
    }
    assertThat(lab.vendor.sent("Authorization"))
        .containsExactly("", "fetched", "fetched", "fetched");
  }

  @Test
  void theClientThatHasTheKeyringMayFetchTheTokenItself() throws Exception {
    CompletableFuture<HttpTransport> transport = new CompletableFuture<>();
    AuthScheme fetched =
        context -> {
          transport.join().send(request(lab.vendor.origin() + "/token", "POST"));
          return Credential.of("Authorization", "fetched");
        };
    OkHttpClient client = lab.client(fetched);
    transport.complete(OkHttpTransport.of(client));

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("", "fetched");
  }

  @Test
  void moreRequestsThanADispatcherTakesForAHostAreSentAtOnce() throws Exception {
    int many = 8;
    java.util.concurrent.CyclicBarrier all = new java.util.concurrent.CyclicBarrier(many);
    endpoint.handle(
        request -> {
          try {
            all.await(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS);
            return Reply.of(200, "ok");
          } catch (Exception e) {
            return Reply.of(500, "they did not come together");
          }
        });
    HttpTransport transport = OkHttpTransport.of(lab.closing(lab.bare().build()));
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<CompletableFuture<Integer>> statuses = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        statuses.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return transport.send(request(endpoint.origin(), "POST")).head().status();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                },
                threads));
      }
      for (CompletableFuture<Integer> status : statuses) {
        assertThat(status.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void itsThreadsAreDaemonsThatInheritNothing() throws Exception {
    InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
    user.set("alice");
    List<Object> seen = new CopyOnWriteArrayList<>();
    OkHttpClient client =
        lab.closing(
            lab.bare()
                .addInterceptor(
                    chain -> {
                      seen.add(Thread.currentThread().isDaemon());
                      seen.add(String.valueOf(user.get()));
                      return chain.proceed(chain.request());
                    })
                .build());

    post(client, endpoint.origin());

    assertThat(seen).containsExactly(true, "null");
  }

  @Test
  void aPooledConnectionThatBreaksDoesNotSendTheBodyTwice() throws Exception {
    MockWebServer server =
        lab.scripted(
            new MockResponse().setBody("one"),
            new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST),
            new MockResponse().setBody("three"));
    OkHttpClient client = lab.closing(lab.bare().build());
    String url = TestEnvironment.origin(server, "http") + "/token";
    post(client, url);

    assertThatIOException().isThrownBy(() -> post(client, url));

    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void anotherAddressIsTriedAsLongAsNothingWasSent() throws Exception {
    // The server listens at the second one only.
    List<InetAddress> addresses =
        List.of(
            InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    OkHttpClient client = lab.closing(lab.bare().dns(host -> addresses).build());

    post(client, endpoint.origin().replace("127.0.0.1", "token.test"));

    assertThat(endpoint.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 421, 503})
  void aResponseThatOkHttpWouldAnswerByItselfIsReturned(int status) throws Exception {
    endpoint.reply(
        Reply.of(status, "no").with("Retry-After", "0").with("WWW-Authenticate", "Basic"),
        Reply.of(200, "ok"));
    OkHttpClient client = lab.closing(lab.bare().build());

    assertThat(post(client, endpoint.origin()).head().status()).isEqualTo(status);
    assertThat(endpoint.requests()).hasSize(1);
  }

  @Test
  void theAuthenticatorOfTheClientIsNotAsked() throws Exception {
    endpoint.reply(Reply.of(401, "no").with("WWW-Authenticate", "Basic"));
    OkHttpClient client =
        lab.closing(
            lab.bare()
                .authenticator(
                    (route, response) ->
                        response.request().newBuilder().header("Authorization", "other").build())
                .build());

    // A GET, since OkHttp asks none about a body that cannot be sent again.
    OkHttpTransport.of(client).send(request(endpoint.origin(), "GET"));

    assertThat(endpoint.sent("Authorization")).containsExactly("");
  }

  @Test
  void theCookiesOfTheClientAreNotSentAndNoneAreKept() throws Exception {
    List<Cookie> kept = new CopyOnWriteArrayList<>();
    CookieJar jar =
        new CookieJar() {
          @Override
          public List<Cookie> loadForRequest(HttpUrl url) {
            return List.of(new Cookie.Builder().domain(url.host()).name("user").value("a").build());
          }

          @Override
          public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
            kept.addAll(cookies);
          }
        };
    endpoint.reply(Reply.of(200, "ok").with("Set-Cookie", "session=1"));

    post(lab.closing(lab.bare().cookieJar(jar).build()), endpoint.origin());

    assertThat(endpoint.request(0).has("Cookie")).isFalse();
    assertThat(kept).isEmpty();
  }

  @Test
  void theCacheOfTheClientIsNotUsed() throws Exception {
    endpoint.reply(Reply.of(200, "ok").with("Cache-Control", "max-age=60"));
    try (Cache cache = new Cache(folder.toFile(), 1_000_000)) {
      OkHttpClient client = lab.closing(lab.bare().cache(cache).build());
      HttpTransport transport = OkHttpTransport.of(client);

      transport.send(request(endpoint.origin(), "GET"));
      transport.send(request(endpoint.origin(), "GET"));

      assertThat(cache.requestCount()).isZero();
    }
    assertThat(endpoint.requests()).hasSize(2);
  }

  private static List<InetAddress> loopback() {
    return List.of(InetAddress.getLoopbackAddress());
  }

  private static TransportResponse post(OkHttpClient client, String url) throws IOException {
    return OkHttpTransport.of(client).send(request(url, "POST"));
  }

  private static TransportRequest request(String url, String method) {
    byte[] body = method.equals("GET") ? new byte[0] : ASSERTION.getBytes(UTF_8);
    return TransportRequest.of(
        method, URI.create(url), Map.of(), body, Duration.ofSeconds(TestEnvironment.MOST_SECONDS));
  }
}
