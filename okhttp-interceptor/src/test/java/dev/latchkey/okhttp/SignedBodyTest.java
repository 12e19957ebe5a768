package dev.latchkey.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.GzipSource;
import okio.Okio;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Schemes that read bodies, among other interceptors; what all adapters do is in the contract. */
class SignedBodyTest {
  private static final MediaType TEXT = MediaType.get("text/plain");
  private static final AuthScheme DIGEST =
      AuthScheme.computed(
          context ->
              Credential.of(
                  "x-digest",
                  hex(context.bodyDigest("SHA-256"))
                      + context.header("Content-Type").orElse("")
                      + context.header("Content-Length").orElse("")
                      + context.header("Content-Encoding").orElse("")));

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private final AtomicInteger issued = new AtomicInteger();

  private AuthScheme counted() {
    return AuthScheme.computed(
        context -> {
          Credential credential = DIGEST.issue(context);
          issued.incrementAndGet();
          return credential;
        });
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void verify(SentRequest request) {
    assertThat(request.header("x-digest"))
        .isEqualTo(
            hex(sha256(request.bytes()))
                + request.header("Content-Type")
                + request.header("Content-Length")
                + request.header("Content-Encoding"));
  }

  private Request post(RequestBody body) {
    return lab.get("/").newBuilder().post(body).build();
  }

  private static RequestBody gzip(RequestBody body) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return body.contentType();
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        try (BufferedSink zipped = Okio.buffer(new GzipSink(sink))) {
          body.writeTo(zipped);
        }
      }
    };
  }

  private static final Interceptor ZIPPING =
      chain -> {
        Request request = chain.request();
        return chain.proceed(
            request
                .newBuilder()
                .header("Content-Encoding", "gzip")
                .method(request.method(), gzip(request.body()))
                .build());
      };

  @Test
  void theSignatureIsOfWhatAnInnerInterceptorMadeOfTheBody() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    OkHttpClient client =
        lab.closing(lab.client(counted()).newBuilder().addInterceptor(ZIPPING).build());

    for (RequestBody body :
        List.of(RequestBody.create("a body", TEXT), Bodies.oneShot(), Bodies.replayable())) {
      TestEnvironment.send(client, post(body));
    }

    assertThat(lab.vendor.requests()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(lab.vendor.requests())
        .allSatisfy(SignedBodyTest::verify)
        .allSatisfy(
            request ->
                assertThat(
                        Okio.buffer(new GzipSource(new Buffer().write(request.bytes()))).readUtf8())
                    .isEqualTo("a body"));
  }

  @Test
  void theSignatureIsOfWhatANetworkInterceptorBeforeMadeOfTheBody() throws Exception {
    OkHttpClient client = lab.client(lab.bare().addNetworkInterceptor(ZIPPING), counted());

    TestEnvironment.send(client, post(Bodies.oneShot()));

    assertThat(lab.vendor.requests())
        .hasSize(1)
        .allSatisfy(
            request -> {
              assertThat(request.header("x-digest")).startsWith(hex(sha256(request.bytes())));
              assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
            });
  }

  @Test
  void anOuterInterceptorsBodyIsReadOnce() throws Exception {
    OkHttpClient client = lab.client(lab.bare().addInterceptor(ZIPPING), counted());

    TestEnvironment.send(client, post(RequestBody.create("a body", TEXT)));

    verify(lab.vendor.request(0));
    assertThat(issued).hasValue(1);
  }

  @Test
  void overHttp2TheSignatureIsOfTheBodyThatArrives() throws Exception {
    MockWebServer server = lab.secureServer(request -> new MockResponse().setBody("ok"));
    OkHttpClient client =
        lab.clientOf(lab.bare(), TestEnvironment.origin(server, "https"), counted());

    for (RequestBody body : List.of(RequestBody.create("a body", TEXT), gzip(Bodies.oneShot()))) {
      Request post = TestEnvironment.get(server, "https", "/").newBuilder().post(body).build();
      try (Response response = client.newCall(post).execute()) {
        assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
      }
      RecordedRequest request = server.takeRequest();
      assertThat(request.getHeader("x-digest"))
          .startsWith(hex(sha256(request.getBody().readByteArray())));
    }
    assertThat(issued).hasValue(2);
  }

  @Test
  void aResponseShowsTheBodyThatTheCallerGave() throws Exception {
    RequestBody body = Bodies.oneShot();
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "ok"));
    AuthScheme numbered =
        context -> DIGEST.issue(context).and("x-count", "" + issued.incrementAndGet());

    try (Response response = lab.client(numbered).newCall(post(body)).execute()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.request().body()).isSameAs(body);
      assertThat(response.priorResponse().request().body()).isSameAs(body);
      // Which otherwise kept what was read of the body for as long as the caller keeps a response.
      assertThat(response.networkResponse().request().body()).isSameAs(body);
    }
    assertThat(((Bodies) body).written).hasValue(1);
  }

  @Test
  void aBodyThatNeverComesEndsWithTheCallsTimeout() {
    CountDownLatch never = new CountDownLatch(1);
    RequestBody silent =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
          }
        };
    OkHttpClient client = lab.client(lab.bare().callTimeout(Duration.ofMillis(300)), counted());

    try {
      assertThatThrownBy(() -> TestEnvironment.send(client, post(silent)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(lab.vendor.requests()).isEmpty();
    } finally {
      never.countDown();
    }
  }

  @Test
  void aDuplexBodyCannotBeSigned() {
    assertThatThrownBy(() -> TestEnvironment.send(lab.client(DIGEST), post(Bodies.duplex())))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("duplex");
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aBodyOfKnownLengthIsReadOnTheThreadOfTheCall() throws Exception {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    AuthScheme scheme =
        AuthScheme.computed(
            context -> {
              Credential credential = DIGEST.issue(context);
              threads.add(Thread.currentThread());
              return credential;
            });

    TestEnvironment.send(lab.client(scheme), post(RequestBody.create("a body", TEXT)));
    TestEnvironment.send(lab.client(scheme), post(Bodies.replayable()));

    assertThat(threads.get(0)).isSameAs(Thread.currentThread());
    assertThat(threads.get(1).getName()).startsWith("latchkey");
    assertThat(threads).hasSize(2);
  }

  @Test
  void thePartialFormsSignBodiesToo() throws Exception {
    AuthScheme authorization =
        AuthScheme.computed(context -> Credential.of("Authorization", hex(sha256(context.body()))))
            .setting("Authorization");
    OkHttpClient network =
        lab.closing(
            lab.bare()
                .addNetworkInterceptor(
                    KeyringInterceptor.networkInterceptor(lab.keyring(authorization)))
                .build());
    OkHttpClient application =
        lab.closing(
            lab.bare()
                .addInterceptor(
                    KeyringInterceptor.applicationInterceptor(lab.keyring(authorization)))
                .build());

    TestEnvironment.send(network, post(Bodies.oneShot()));
    TestEnvironment.send(application, post(Bodies.oneShot()));

    String expected = hex(sha256("a body".getBytes(UTF_8)));
    assertThat(lab.vendor.sent("Authorization")).containsExactly(expected, expected);
    assertThat(lab.vendor.requests()).extracting(SentRequest::body).containsOnly("a body");
  }

  @Test
  void whatOkHttpAddsIsSeenInNeitherHalf() throws Exception {
    AuthScheme scheme =
        AuthScheme.computed(
            context -> {
              issued.incrementAndGet();
              return Credential.of("x-digest", String.join(" ", context.headers().keySet()));
            });
    Request mine = lab.get("/").newBuilder().header("User-Agent", "mine").build();

    TestEnvironment.send(lab.client(scheme), lab.get("/"));
    TestEnvironment.send(lab.client(scheme), mine);

    assertThat(lab.vendor.sent("x-digest")).containsExactly("host", "host user-agent");
    assertThat(issued).hasValue(2);
  }
}
