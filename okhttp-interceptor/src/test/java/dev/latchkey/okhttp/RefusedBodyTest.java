package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent twice, what is not, and what becomes of connections. */
class RefusedBodyTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  /** A server that refuses the first token with an answer. */
  private MockWebServer refusing(Supplier<MockResponse> refusal) throws IOException {
    return lab.server(request -> answer(request, refusal));
  }

  private static MockResponse answer(RecordedRequest request, Supplier<MockResponse> refusal) {
    return "t1".equals(request.getHeader("Authorization"))
        ? refusal.get()
        : new MockResponse().setBody("ok");
  }

  private OkHttpClient clientOf(String origin) {
    return lab.clientOf(lab.bare(), origin, lab.tokens);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300_000, 1_000_000})
  void aRefusalOfAnySizeLeavesItsConnectionIdle(int size) throws Exception {
    MockWebServer server =
        refusing(() -> new MockResponse().setResponseCode(401).setBody("x".repeat(size)));
    OkHttpClient client = clientOf(TestEnvironment.origin(server, "http"));

    assertThat(TestEnvironment.send(client, TestEnvironment.get(server, "http", "/")))
        .isEqualTo("200 ok");

    assertThat(server.getRequestCount()).isEqualTo(2);
    Connections.assertIdle(client);
  }

  @ParameterizedTest
  @ValueSource(ints = {300_000, 1_000_000})
  void aRefusalInChunksLeavesItsConnectionIdle(int size) throws Exception {
    MockWebServer server =
        refusing(
            () -> new MockResponse().setResponseCode(401).setChunkedBody("x".repeat(size), 1_000));
    OkHttpClient client = clientOf(TestEnvironment.origin(server, "http"));

    assertThat(TestEnvironment.send(client, TestEnvironment.get(server, "http", "/")))
        .isEqualTo("200 ok");

    assertThat(server.getRequestCount()).isEqualTo(2);
    Connections.assertIdle(client);
  }

  @Test
  void aRefusalThatDoesNotEndIsNotWaitedFor() throws Exception {
    MockWebServer server =
        refusing(
            () ->
                new MockResponse()
                    .setResponseCode(401)
                    .setBody("the first of very many bytes")
                    .setHeader("Content-Length", "1000000000"));
    OkHttpClient client = clientOf(TestEnvironment.origin(server, "http"));

    assertThat(TestEnvironment.send(client, TestEnvironment.get(server, "http", "/")))
        .isEqualTo("200 ok");

    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    Connections.assertIdle(client);
  }

  @Test
  void aRefusalThatIsDeliveredCanBeReadWhole() throws Exception {
    String body = "why ".repeat(100_000);
    MockWebServer server =
        lab.server(request -> new MockResponse().setResponseCode(401).setChunkedBody(body, 999));
    OkHttpClient client = clientOf(TestEnvironment.origin(server, "http"));

    assertThat(TestEnvironment.send(client, TestEnvironment.get(server, "http", "/")))
        .isEqualTo("401 " + body);

    assertThat(server.getRequestCount()).isEqualTo(2);
    Connections.assertIdle(client);
  }

  @Test
  void aBodyForOneShotIsWrittenOnceAndTheRefusalDelivered() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client = lab.client();
    Bodies body = Bodies.oneShot();

    assertThat(TestEnvironment.send(client, lab.get("/").newBuilder().post(body).build()))
        .isEqualTo("401 no");

    assertThat(body.written).hasValue(1);
    assertThat(lab.vendor.requests()).hasSize(1);
    Connections.assertIdle(client);
  }

  @Test
  void aDuplexBodyIsWrittenOnceAndTheRefusalDelivered() throws Exception {
    MockWebServer server =
        lab.secureServer(
            request ->
                answer(request, () -> new MockResponse().setResponseCode(401).setBody("no")));
    OkHttpClient client = clientOf(TestEnvironment.origin(server, "https"));
    Bodies body = Bodies.duplex();
    Request request = TestEnvironment.get(server, "https", "/").newBuilder().post(body).build();

    try (Response response = client.newCall(request).execute()) {
      assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
      assertThat(response.code()).isEqualTo(401);
      assertThat(response.body().string()).isEqualTo("no");
    }

    assertThat(body.written).hasValue(1);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aBodyThatWaitsFor100ContinueIsWrittenOnce() throws Exception {
    MockWebServer server =
        lab.scripted(
            new MockResponse()
                .setResponseCode(401)
                .setBody("no")
                .setSocketPolicy(SocketPolicy.DO_NOT_READ_REQUEST_BODY),
            new MockResponse().setBody("ok").setSocketPolicy(SocketPolicy.EXPECT_CONTINUE));
    OkHttpClient client = clientOf(TestEnvironment.origin(server, "http"));
    Bodies body = Bodies.replayable();
    Request request =
        TestEnvironment.get(server, "http", "/")
            .newBuilder()
            .header("Expect", "100-continue")
            .post(body)
            .build();

    assertThat(TestEnvironment.send(client, request)).isEqualTo("200 ok");

    assertThat(body.written).hasValue(1);
    assertThat(server.takeRequest().getHeader("Authorization")).isEqualTo("t1");
    assertThat(server.takeRequest().getHeader("Authorization")).isEqualTo("t2");
  }

  @Test
  void aRefusalForWhichThereIsNoOtherCredentialIsDelivered() throws Exception {
    String body = "no ".repeat(10_000);
    lab.vendor.reply(Reply.of(401, body));
    AtomicInteger asked = new AtomicInteger();
    AuthScheme once =
        context -> {
          if (asked.incrementAndGet() > 1) {
            throw new IOException("the issuer is down");
          }
          return new Tokens("Authorization").issue(context);
        };
    OkHttpClient client = lab.client(once);

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("401 " + body);

    assertThat(lab.vendor.requests()).hasSize(1);
    Connections.assertIdle(client);
  }

  @Test
  void aKeyThatStaysTheSameIsSentOnceAndItsRefusalDelivered() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client = lab.client(AuthScheme.header("x-api-key", "constant"));

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("401 no");

    assertThat(lab.vendor.requests()).hasSize(1);
    Connections.assertIdle(client);
  }
}
