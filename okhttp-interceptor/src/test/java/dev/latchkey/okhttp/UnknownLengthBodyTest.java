package dev.latchkey.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies whose length OkHttp does not know, and that do not say that they can be read once. */
class UnknownLengthBodyTest {
  private static final String TEXT = "what is to be stored ".repeat(2_000);

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  /** What writes a body. */
  private interface Writer {
    void writeTo(BufferedSink sink) throws IOException;
  }

  private static RequestBody body(Writer writer) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return null;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        writer.writeTo(sink);
      }
    };
  }

  private static RequestBody stream() {
    InputStream stream = new ByteArrayInputStream(TEXT.getBytes(UTF_8));
    return body(sink -> sink.writeAll(Okio.source(stream)));
  }

  private Request post(RequestBody body) {
    return lab.get("/").newBuilder().post(body).build();
  }

  @Test
  void aStreamThatWasReadIsNotSentAgainEmpty() {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "stored"));
    OkHttpClient client = lab.client();

    assertThatIOException()
        .isThrownBy(() -> TestEnvironment.send(client, post(stream())))
        .withMessageContaining("gave 0 bytes")
        .withMessageContaining("isOneShot");

    assertThat(lab.vendor.requests()).extracting(SentRequest::body).containsExactly(TEXT);
    Connections.assertIdle(client);
  }

  @Test
  void aPartThatWasReadIsNotSentAgainEmpty() {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "stored"));
    RequestBody parts =
        new MultipartBody.Builder()
            .addFormDataPart("name", "value")
            .addFormDataPart("file", "a.txt", stream())
            .build();

    assertThatIOException()
        .isThrownBy(() -> TestEnvironment.send(lab.client(), post(parts)))
        .withMessageContaining("isOneShot");

    assertThat(lab.vendor.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void aStreamThatWasReadIsNotTakenForTheWholeOverTls(Protocol protocol) throws Exception {
    List<String> stored = new CopyOnWriteArrayList<>();
    MockWebServer server =
        lab.secureServer(
            request -> {
              stored.add(request.getBody().readUtf8());
              return new MockResponse().setResponseCode(401);
            });
    OkHttpClient client =
        lab.clientOf(
            lab.bare()
                .protocols(
                    protocol == Protocol.HTTP_2
                        ? List.of(protocol, Protocol.HTTP_1_1)
                        : List.of(protocol)),
            TestEnvironment.origin(server, "https"),
            lab.tokens);
    Request request = TestEnvironment.get(server, "https", "/").newBuilder().post(stream()).build();

    assertThatIOException()
        .isThrownBy(() -> TestEnvironment.send(client, request))
        .withMessageContaining("isOneShot");

    assertThat(stored).containsExactly(TEXT);
  }

  @Test
  void aCompressedBodyIsSentAgain() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "stored"));
    RequestBody gzip =
        body(
            sink -> {
              try (BufferedSink compressed = Okio.buffer(new GzipSink(sink))) {
                compressed.writeUtf8(TEXT);
              }
            });

    assertThat(TestEnvironment.send(lab.client(), post(gzip))).isEqualTo("200 stored");

    assertThat(lab.vendor.requests()).hasSize(2);
    assertThat(lab.vendor.request(1).body()).isEqualTo(lab.vendor.request(0).body()).isNotEmpty();
  }

  @Test
  void aBodyThatIsWrittenAnewIsSentAgainAlsoIfItIsEmpty() throws Exception {
    for (String text : List.of(TEXT, "")) {
      lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "stored"));

      assertThat(
              TestEnvironment.send(
                  lab.client(new Tokens("Authorization")), post(body(s -> s.writeUtf8(text)))))
          .isEqualTo("200 stored");
    }

    assertThat(lab.vendor.requests())
        .extracting(SentRequest::body)
        .containsExactly(TEXT, TEXT, "", "");
  }

  @Test
  void aBodyThatWasNotAskedForIsSentAfterTheRefusal() throws Exception {
    MockWebServer server =
        lab.scripted(
            new MockResponse()
                .setResponseCode(401)
                .setSocketPolicy(SocketPolicy.DO_NOT_READ_REQUEST_BODY),
            new MockResponse().setBody("stored").setSocketPolicy(SocketPolicy.EXPECT_CONTINUE));
    OkHttpClient client =
        lab.clientOf(lab.bare(), TestEnvironment.origin(server, "http"), lab.tokens);
    Request request =
        TestEnvironment.get(server, "http", "/")
            .newBuilder()
            .header("Expect", "100-continue")
            .post(stream())
            .build();

    assertThat(TestEnvironment.send(client, request)).isEqualTo("200 stored");

    server.takeRequest();
    assertThat(server.takeRequest().getBody().readUtf8()).isEqualTo(TEXT);
  }
}
