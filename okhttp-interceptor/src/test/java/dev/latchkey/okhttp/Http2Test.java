package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Over TLS, with HTTP/1.1 and HTTP/2. */
class Http2Test {
  // Both names are the same machine, as the certificate says, so HTTP/2 shares one connection.
  private static final Dns ALL_HERE = host -> List.of(InetAddress.getLoopbackAddress());

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void aRefusedRequestOverTlsIsSentAgainOverTheSameConnection(Protocol protocol) throws Exception {
    MockWebServer server =
        lab.secureServer(
            request ->
                new MockResponse()
                    .setResponseCode("t1".equals(request.getHeader("x-api-key")) ? 401 : 200)
                    .setBody("body"));
    OkHttpClient client =
        lab.clientOf(
            lab.bare()
                .protocols(
                    protocol == Protocol.HTTP_2
                        ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                        : List.of(Protocol.HTTP_1_1)),
            TestEnvironment.origin(server, "https"),
            lab.keys);
    Request post =
        TestEnvironment.get(server, "https", "/")
            .newBuilder()
            .post(RequestBody.create("a body", null))
            .build();

    try (Response response = client.newCall(post).execute()) {
      assertThat(response.protocol()).isEqualTo(protocol);
      assertThat(response.code()).isEqualTo(200);
    }

    RecordedRequest first = server.takeRequest();
    RecordedRequest second = server.takeRequest();
    assertThat(first.getHeaders().values("x-api-key")).containsExactly("t1");
    assertThat(second.getHeaders().values("x-api-key")).containsExactly("t2");
    assertThat(second.getBody().readUtf8()).isEqualTo("a body");
    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    Connections.assertIdle(client);
  }

  @Test
  void aHostThatSharesTheVendorsConnectionGetsNothing() throws Exception {
    MockWebServer server = lab.secureServer(request -> new MockResponse().setBody("ok"));
    String vendor = "https://localhost:" + server.getPort();
    OkHttpClient client = lab.clientOf(lab.bare().dns(ALL_HERE), vendor, lab.keys);

    TestEnvironment.send(client, new Request.Builder().url(vendor + "/").build());
    TestEnvironment.send(client, new Request.Builder().url(other(server) + "/").build());
    TestEnvironment.send(client, new Request.Builder().url(vendor + "/").build());

    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    assertThat(server.takeRequest().getHeader("x-api-key")).isEqualTo("t1");
    RecordedRequest shared = server.takeRequest();
    assertThat(shared.getSequenceNumber()).as("requests before on its connection").isEqualTo(1);
    assertThat(shared.getHeader("x-api-key")).isNull();
    assertThat(server.takeRequest().getHeader("x-api-key")).isEqualTo("t1");
  }

  @Test
  void aMisdirectedRequestIsAuthenticatedOnItsOwnConnectionToo() throws Exception {
    List<String> keys = new CopyOnWriteArrayList<>();
    MockWebServer server =
        lab.secureServer(
            request -> {
              keys.add(String.valueOf(request.getHeader("x-api-key")));
              return new MockResponse()
                  .setResponseCode(
                      request.getPath().equals("/misdirected") && request.getSequenceNumber() > 0
                          ? 421
                          : 200);
            });
    String vendor = "https://localhost:" + server.getPort();
    OkHttpClient client = lab.clientOf(lab.bare().dns(ALL_HERE), vendor, lab.keys);

    TestEnvironment.send(client, new Request.Builder().url(other(server) + "/").build());
    String answer =
        TestEnvironment.send(client, new Request.Builder().url(vendor + "/misdirected").build());

    assertThat(answer).isEqualTo("200 ");
    assertThat(keys).containsExactly("null", "t1", "t1");
  }

  private static String other(MockWebServer server) {
    return "https://vendor.localhost:" + server.getPort();
  }
}
