package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebSocketTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  /** What a client of a web socket is told. */
  private static final class Told extends WebSocketListener {
    final CompletableFuture<Response> opened = new CompletableFuture<>();
    final CompletableFuture<String> message = new CompletableFuture<>();

    @Override
    public void onOpen(WebSocket socket, Response response) {
      opened.complete(response);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      message.complete(text);
      socket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable t, Response response) {
      opened.completeExceptionally(t);
      message.completeExceptionally(t);
    }
  }

  private static MockResponse greeting() {
    return new MockResponse()
        .withWebSocketUpgrade(
            new WebSocketListener() {
              @Override
              public void onOpen(WebSocket socket, Response response) {
                socket.send("hello");
              }

              @Override
              public void onClosing(WebSocket socket, int code, String reason) {
                socket.close(code, null);
              }
            });
  }

  private Told connect(OkHttpClient client, Request request) {
    Told told = new Told();
    client.newWebSocket(request, told);
    return told;
  }

  private Told connect(MockWebServer server, AuthScheme scheme) {
    OkHttpClient client = lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), scheme);
    return connect(client, TestEnvironment.get(server, "http", "/socket"));
  }

  @Test
  void aHeaderThatTheSchemeConsumesIsNotSent() throws Exception {
    MockWebServer server = lab.server(request -> greeting());
    AuthScheme scheme =
        AuthScheme.computed(
                context ->
                    Credential.of("Authorization", "of " + context.header("X-Tenant").orElse("-")))
            .setting("Authorization")
            .consuming("X-Tenant");
    OkHttpClient client = lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), scheme);
    Request request = TestEnvironment.get(server, "http", "/socket");

    Told told = connect(client, request.newBuilder().header("X-Tenant", "a").build());

    assertThat(told.message.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
    RecordedRequest sent = server.takeRequest(10, TimeUnit.SECONDS);
    assertThat(sent.getHeader("Authorization")).isEqualTo("of a");
    assertThat(sent.getHeader("X-Tenant")).isNull();
  }

  @Test
  void aWebSocketIsAuthenticated() throws Exception {
    MockWebServer server = lab.server(request -> greeting());

    Told told = connect(server, lab.tokens);

    assertThat(told.message.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(server.takeRequest().getHeaders().values("Authorization")).containsExactly("t1");
    assertThat(told.opened.get().request().header("Authorization"))
        .as("what the listener is handed")
        .isNull();
  }

  @Test
  void aRefusedWebSocketIsOpenedWithAnotherTokenOnce() throws Exception {
    MockWebServer server =
        lab.server(
            request ->
                "t1".equals(request.getHeader("Authorization"))
                    ? new MockResponse().setResponseCode(401).setBody("no")
                    : greeting());

    Told told = connect(server, lab.tokens);

    assertThat(told.message.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(told.opened.get().priorResponse().code()).isEqualTo(401);
    assertThat(told.opened.get().priorResponse().request().header("Authorization")).isNull();
  }

  @Test
  void aWebSocketThatIsRefusedTwiceFails() throws Exception {
    MockWebServer server =
        lab.server(request -> new MockResponse().setResponseCode(401).setBody("no"));

    Told told = connect(server, lab.tokens);

    assertThat(told.opened).failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS));
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aWebSocketThatIsRedirectedElsewhereCarriesNothingThereNorBack() throws Exception {
    MockWebServer elsewhere = lab.server(request -> redirect(request.getHeader("X-Back")));
    MockWebServer server =
        lab.server(
            request ->
                request.getPath().equals("/socket")
                    ? redirect(TestEnvironment.origin(elsewhere, "http") + "/there")
                    : greeting());
    OkHttpClient client =
        lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), lab.tokens);
    Request request =
        TestEnvironment.get(server, "http", "/socket")
            .newBuilder()
            .header("X-Back", TestEnvironment.origin(server, "http") + "/back")
            .build();

    Told told = connect(client, request);

    assertThat(told.message.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(server.takeRequest().getHeader("Authorization")).isEqualTo("t1");
    assertThat(elsewhere.takeRequest().getHeader("Authorization")).isNull();
    RecordedRequest back = server.takeRequest();
    assertThat(back.getPath()).isEqualTo("/back");
    assertThat(back.getHeader("Authorization")).isNull();
  }

  /**
   * The limit: no network interceptor sees the redirect, and OkHttp removes Authorization alone.
   */
  @Test
  void aWebSocketThatIsRedirectedElsewhereTakesTheCallersOtherHeadersAlong() throws Exception {
    MockWebServer elsewhere = lab.server(request -> greeting());
    MockWebServer server =
        lab.server(request -> redirect(TestEnvironment.origin(elsewhere, "http") + "/there"));
    OkHttpClient client =
        lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), lab.tokens);
    Request request =
        TestEnvironment.get(server, "http", "/socket")
            .newBuilder()
            .header("Cookie", "session=callers")
            .header("x-api-key", "callers")
            .build();

    Told told = connect(client, request);

    assertThat(told.message.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    RecordedRequest there = elsewhere.takeRequest();
    assertThat(there.getHeader("Authorization")).isNull();
    assertThat(there.getHeader("Cookie")).isEqualTo("session=callers");
    assertThat(there.getHeader("x-api-key")).isEqualTo("callers");
  }

  @Test
  void whatComesOfARefusedWebSocketIsReported() throws Exception {
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    AuthScheme scheme =
        new AuthScheme() {
          @Override
          public Credential issue(IssueContext context) throws IOException {
            return lab.tokens.issue(context);
          }

          @Override
          public boolean isRefusal(int status) {
            statuses.add(status);
            return status == 401;
          }
        };
    MockWebServer server =
        lab.server(
            request ->
                switch (request.getPath() + " " + request.getHeader("Authorization")) {
                  case "/socket t1" -> redirect("/2");
                  case "/2 t1" -> new MockResponse().setResponseCode(401);
                  default -> greeting();
                });

    Told told = connect(server, scheme);

    assertThat(told.message.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(statuses).containsExactly(401, 101);
    assertThat(server.takeRequest().getPath()).isEqualTo("/socket");
    assertThat(server.takeRequest().getPath()).isEqualTo("/2");
    assertThat(server.takeRequest().getPath()).isEqualTo("/2");
  }

  @Test
  void aWebSocketThatOnlyAnApiKeyAuthenticatesIsNotOpened() throws Exception {
    MockWebServer server = lab.server(request -> greeting());

    Told told = connect(server, lab.keys);

    assertThat(told.opened)
        .failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS))
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("x-api-key")
        .withMessageContaining("authenticated by Authorization only");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aWebSocketElsewhereCarriesNothing() throws Exception {
    MockWebServer elsewhere = lab.server(request -> greeting());

    Told told = connect(lab.client(), TestEnvironment.get(elsewhere, "http", "/"));

    assertThat(told.message.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(elsewhere.takeRequest().getHeader("Authorization")).isNull();
    assertThat(lab.tokens.asked()).isZero();
  }

  @Test
  void aWebSocketWithTheCallersOwnHeaderIsTheCallers() throws Exception {
    MockWebServer server =
        lab.server(request -> new MockResponse().setResponseCode(401).setBody("no"));
    OkHttpClient client =
        lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), lab.tokens);

    Told told =
        connect(
            client,
            TestEnvironment.get(server, "http", "/")
                .newBuilder()
                .header("authorization", "mine")
                .build());

    assertThat(told.opened).failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS));
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(server.takeRequest().getHeader("Authorization")).isEqualTo("mine");
  }

  @Test
  void aWebSocketThatGetsNoTokenFailsBeforeItIsSent() throws Exception {
    MockWebServer server = lab.server(request -> greeting());
    lab.tokens.fail();

    Told told = connect(server, lab.tokens);

    assertThat(told.opened).failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS));
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aPlainCallThatAsksForAnUpgradeIsAuthenticatedOnceAndRetried() throws Exception {
    MockWebServer server =
        lab.server(
            request ->
                new MockResponse()
                    .setResponseCode("t1".equals(request.getHeader("Authorization")) ? 401 : 200));
    OkHttpClient client =
        lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), lab.tokens);

    Request request =
        TestEnvironment.get(server, "http", "/")
            .newBuilder()
            .header("Upgrade", "websocket")
            .build();
    assertThat(TestEnvironment.send(client, request)).isEqualTo("200 ");

    assertThat(server.takeRequest().getHeaders().values("Authorization")).containsExactly("t1");
    assertThat(server.takeRequest().getHeaders().values("Authorization")).containsExactly("t2");
  }

  private static MockResponse redirect(String location) {
    return new MockResponse().setResponseCode(307).setHeader("Location", location);
  }
}
