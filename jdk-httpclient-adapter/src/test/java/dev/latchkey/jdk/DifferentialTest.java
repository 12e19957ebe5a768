package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Where no credential is involved, the wrapped client does what the bare one does. */
@ParameterizedClass
@EnumSource
class DifferentialTest {
  @Parameter Transport wire;

  private TestEnvironment rig;
  private HttpClient bare;
  private HttpClient wrapped;

  @BeforeEach
  void open() throws IOException {
    rig = new TestEnvironment(new Setup(wire, SendMode.SEND));
    use(Redirect.NORMAL);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  private void use(Redirect policy) {
    use(policy, Duration.ofSeconds(10));
  }

  private void use(Redirect policy, Duration connectTimeout) {
    bare =
        rig.bare()
            .followRedirects(policy)
            .connectTimeout(connectTimeout)
            .cookieHandler(new CookieManager())
            .build();
    wrapped =
        wire.configure(KeyringHttpClient.newBuilder(rig.keyring))
            .followRedirects(policy)
            .connectTimeout(connectTimeout)
            .cookieHandler(new CookieManager())
            .build();
  }

  private void assertSame(HttpRequest request) {
    assertSame(request, BodyHandlers::ofString);
  }

  private <T> void assertSame(HttpRequest request, Supplier<BodyHandler<T>> handler) {
    int before = rig.foreign.requests().size();
    List<String> expected = Outcome.of(bare, request, handler);
    List<String> theirs = wire(before);
    before = rig.foreign.requests().size();

    List<String> actual = Outcome.of(wrapped, request, handler);

    assertThat(actual).containsExactlyElementsOf(expected);
    assertThat(wire(before)).containsExactlyElementsOf(theirs);
  }

  private List<String> wire(int from) {
    return rig.foreign.requests().stream()
        .skip(from)
        .map(
            request ->
                request.getRequestLine()
                    + " "
                    + request.getHeaders()
                    + (request.getBody() == null ? "" : request.getBody().utf8()))
        .toList();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(rig.foreign.uri(path));
  }

  @Test
  void methodsBodiesAndHeaders() {
    rig.foreign.handle(
        request ->
            Peer.of(200, request.getMethod().equals("HEAD") ? "" : request.getMethod())
                .newBuilder()
                .addHeader("X-Twice", "1")
                .addHeader("X-Twice", "2")
                .addHeader("Set-Cookie", "a=b")
                .build());

    assertSame(to("/a?b=c%20d").GET().build());
    assertSame(to("/").header("X-A", "1").header("x-a", "2").DELETE().build());
    assertSame(to("/").method("HEAD", BodyPublishers.noBody()).build());
    assertSame(to("/").method("OPTIONS", BodyPublishers.noBody()).build());
    assertSame(to("/").method("GET", BodyPublishers.noBody()).build());
    assertSame(to("/").POST(BodyPublishers.noBody()).build());
    assertSame(to("/").POST(BodyPublishers.ofString("body")).build());
    assertSame(to("/").PUT(BodyPublishers.ofByteArrays(List.of("a".getBytes(UTF_8)))).build());
    assertSame(to("/").timeout(Duration.ofSeconds(10)).build());
    assertSame(to("/").header("Authorization", "Bearer callers").build());
  }

  @Test
  void statuses() {
    for (int status : new int[] {200, 201, 204, 206, 300, 304, 400, 401, 403, 404, 429, 500, 503}) {
      rig.foreign.reply(Peer.of(status, status == 204 || status == 304 ? "" : "body"));
      assertSame(to("/").build());
    }
  }

  @Test
  void redirects() {
    rig.foreign.handle(
        request ->
            switch (request.getTarget()) {
              case "/loop" -> Peer.redirect(302, "/loop");
              case "/ftp" -> Peer.redirect(302, "ftp://127.0.0.1/");
              case "/from" -> Peer.redirect(307, "to/the/next");
              case "/see" -> Peer.redirect(303, "/to");
              default -> Peer.of(200, "there");
            });

    for (String path : List.of("/loop", "/ftp", "/from", "/see")) {
      assertSame(to(path).header("X-Trace", "42").build());
      assertSame(to(path).POST(BodyPublishers.ofString("body")).build());
    }
    use(Redirect.NEVER);
    assertSame(to("/from").build());
  }

  @Test
  void failuresOfTheConnection() {
    rig.foreign.reply(Peer.of(200, "").newBuilder().onResponseStart(closing()).build());
    assertSame(to("/").POST(BodyPublishers.ofString("body")).build());

    rig.foreign.reply(
        Peer.of(200, "x".repeat(50_000)).newBuilder().onResponseBody(closing()).build());
    assertSame(to("/").build());
  }

  private SocketEffect closing() {
    return wire == Transport.HTTP_1
        ? new SocketEffect.CloseSocket()
        : new SocketEffect.CloseStream(2);
  }

  @Test
  void aRefusedConnection() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertSame(
        HttpRequest.newBuilder(URI.create(wire.scheme + "://127.0.0.1:" + port + "/")).build());
  }

  @Test
  void aConnectTimeout() throws Exception {
    use(Redirect.NEVER, Duration.ofMillis(200));
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<SocketChannel> waiting = new ArrayList<>();
      try {
        for (int i = 0; i < 4; i++) {
          SocketChannel channel = SocketChannel.open();
          channel.configureBlocking(false);
          boolean unused = channel.connect(full.getLocalSocketAddress());
          waiting.add(channel);
        }
        assertSame(
            HttpRequest.newBuilder(
                    URI.create(wire.scheme + "://127.0.0.1:" + full.getLocalPort() + "/"))
                .build());
      } finally {
        for (SocketChannel channel : waiting) {
          channel.close();
        }
      }
    }
  }

  @Test
  void aTimeout() {
    MockResponse late = Peer.of(200, "").newBuilder().headersDelay(5, TimeUnit.SECONDS).build();
    rig.foreign.reply(late);

    HttpRequest request = to("/").timeout(Duration.ofMillis(100)).build();
    assertThat(toTheTimeout(Outcome.of(wrapped, request, BodyHandlers::ofString)))
        .isEqualTo(toTheTimeout(Outcome.of(bare, request, BodyHandlers::ofString)));
  }

  /** Whether the JDK's timeout has a cause depends on which of two threads comes first. */
  private static List<String> toTheTimeout(List<String> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome.replaceAll("(HttpTimeoutException) < .*", "$1"))
        .toList();
  }

  /** Not compared: of no subscriber the bare client of Java 25 at times never ends the call. */
  @Test
  void aHandlerThatGivesNoSubscriberFailsTheCall() {
    assertThat(Outcome.of(wrapped, to("/").build(), () -> info -> null))
        .containsExactly(
            "send: java.io.IOException < java.lang.NullPointerException",
            "get: java.util.concurrent.ExecutionException < java.lang.NullPointerException",
            "join: java.util.concurrent.CompletionException < java.lang.NullPointerException",
            "handle: java.util.concurrent.CompletionException < java.lang.NullPointerException",
            "dependent: java.util.concurrent.ExecutionException < java.lang.NullPointerException");
  }

  @Test
  void whatAHandlerOrItsSubscriberThrows() {
    assertSame(
        to("/").build(),
        () ->
            info -> {
              throw new IllegalStateException("mine");
            });
    assertSame(
        to("/").build(),
        () ->
            info ->
                BodySubscribers.mapping(
                    BodySubscribers.ofString(UTF_8),
                    text -> {
                      throw new IllegalStateException("mine");
                    }));
  }

  @Test
  void whatABodyThrows() {
    BodyPublisher failing =
        BodyPublishers.ofInputStream(
            () -> {
              throw new IllegalStateException("mine");
            });
    assertSame(to("/").POST(failing).build());
    assertSame(
        to("/").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("a"), 10)).build());
  }

  @Test
  void whatIsWrongFromTheStartIsThrownAtOnce() {
    HttpRequest good = to("/").build();
    for (HttpClient client : List.of(bare, wrapped)) {
      assertThatThrownBy(() -> client.sendAsync(null, BodyHandlers.ofString()))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> client.sendAsync(good, null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> client.send(null, BodyHandlers.ofString()))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> client.send(good, null)).isInstanceOf(NullPointerException.class);
    }
    for (HttpRequest foreign :
        List.of(
            new ForeignRequest("GET", URI.create("ftp://127.0.0.1/")),
            new ForeignRequest("GET", URI.create("/relative")),
            new ForeignRequest("GET", null),
            new ForeignRequest("no token", rig.foreign.uri("/")))) {
      Throwable expected = catchThrowable(() -> bare.sendAsync(foreign, BodyHandlers.ofString()));
      Throwable actual = catchThrowable(() -> wrapped.sendAsync(foreign, BodyHandlers.ofString()));
      assertThat(Outcome.chain(actual)).isEqualTo(Outcome.chain(expected));
    }
  }

  @Test
  void requestsOfOtherMakeWithoutABody() throws Exception {
    for (String method : List.of("GET", "HEAD", "OPTIONS", "DELETE", "POST")) {
      HttpRequest foreign = new ForeignRequest(method, rig.foreign.uri("/"));

      assertThat(wrapped.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    assertThat(rig.foreign.requests())
        .extracting(RecordedRequest::getMethod)
        .containsExactly("GET", "HEAD", "OPTIONS", "DELETE", "POST");
  }

  @Test
  void dependentsRunOnTheSameKindOfThread() throws Exception {
    rig.tokens.shut();
    CompletableFuture<String> late =
        wrapped
            .sendAsync(rig.to("/").timeout(Duration.ofMillis(100)).build(), BodyHandlers.ofString())
            .handle((response, fault) -> Thread.currentThread().getName());
    String thread = late.get();
    assertThat(thread).doesNotContainIgnoringCase("delay").doesNotContain("latchkey");

    CompletableFuture<String> failed =
        wrapped
            .sendAsync(rig.to("/").build(), BodyHandlers.ofString())
            .handle((response, fault) -> Thread.currentThread().getName());
    rig.tokens.failing(true);
    rig.tokens.open();
    assertThat(failed.get()).doesNotContain("latchkey");
  }
}
