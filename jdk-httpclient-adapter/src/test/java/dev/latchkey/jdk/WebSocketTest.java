package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebSockets, whose handshake is always HTTP/1.1. */
class WebSocketTest {
  private static final MockResponse OPEN =
      new MockResponse.Builder()
          .webSocketUpgrade(
              new WebSocketListener() {
                @Override
                public void onOpen(okhttp3.WebSocket socket, okhttp3.Response response) {
                  socket.send("hello");
                  socket.close(1000, "bye");
                }
              })
          .build();

  private final CompletableFuture<String> text = new CompletableFuture<>();
  private final WebSocket.Listener listener =
      new WebSocket.Listener() {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
          text.complete(data.toString());
          return null;
        }
      };

  private TestEnvironment rig;

  @BeforeEach
  void open() throws IOException {
    rig = new TestEnvironment(new Setup(Transport.HTTP_1, SendMode.SEND_ASYNC));
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  private URI uri() {
    return URI.create(rig.vendor.uri("/socket").toString().replace("http:", "ws:"));
  }

  private WebSocket connect(WebSocket.Builder builder) throws Exception {
    return builder.buildAsync(uri(), listener).get(10, TimeUnit.SECONDS);
  }

  private WebSocketHandshakeException refused(WebSocket.Builder builder) {
    ExecutionException failure =
        catchThrowableOfType(ExecutionException.class, () -> connect(builder));
    assertThat(failure).hasCauseExactlyInstanceOf(WebSocketHandshakeException.class);
    return (WebSocketHandshakeException) failure.getCause();
  }

  @Test
  void aHeaderThatTheSchemeConsumesIsNotSent() throws Exception {
    rig.vendor.handle(request -> OPEN);
    AuthScheme scheme =
        AuthScheme.computed(
                context ->
                    Credential.of("Authorization", "of " + context.header("X-Tenant").orElse("-")))
            .setting("Authorization")
            .consuming("X-Tenant");
    try (Keyring keyring = Keyring.builder().add(rig.vendor.origin(), scheme).build()) {
      WebSocket socket =
          connect(
              KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring)
                  .newWebSocketBuilder()
                  .header("X-Tenant", "a"));

      assertThat(text.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
      assertThat(rig.vendor.sent("Authorization")).containsExactly("of a");
      assertThat(rig.vendor.sent("X-Tenant")).containsOnlyNulls();
      socket.abort();
    }
  }

  @Test
  void theHandshakeCarriesTheCredentialAndWhatTheCallerSet() throws Exception {
    rig.vendor.reply(OPEN);

    connect(
        rig.client
            .newWebSocketBuilder()
            .header("X-Trace", "42")
            .subprotocols("mqtt", "chat")
            .connectTimeout(Duration.ofSeconds(5)));

    assertThat(text.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(rig.vendor.sent("Authorization")).containsExactly("Bearer secret-1");
    assertThat(rig.vendor.sent("X-Trace")).containsExactly("42");
    assertThat(rig.vendor.sent("Sec-WebSocket-Protocol")).containsExactly("mqtt, chat");
  }

  @Test
  void aRefusalIsAnsweredOnceWithAnotherTokenAndTheSameSettings() throws Exception {
    rig.vendor.handle(request -> rig.vendor.requests().size() == 1 ? Peer.of(401, "no") : OPEN);
    rig.tokens.shut();
    WebSocket.Builder builder = rig.client.newWebSocketBuilder().header("X-Trace", "42");
    CompletableFuture<WebSocket> socket = builder.buildAsync(uri(), listener);
    builder.header("X-Later", "43");
    rig.tokens.open();

    socket.get(10, TimeUnit.SECONDS);

    assertThat(text.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(rig.vendor.sent("Authorization"))
        .containsExactly("Bearer secret-1", "Bearer secret-2");
    assertThat(rig.vendor.sent("X-Trace")).containsExactly("42", "42");
    assertThat(rig.vendor.sent("X-Later")).containsExactly(null, null);
  }

  @Test
  void theSecondRefusalIsToldAsTheBareClientTellsItWithoutTheCredential() throws Exception {
    rig.vendor.reply(Peer.of(401, "no"));

    WebSocketHandshakeException ours = refused(rig.client.newWebSocketBuilder().header("X-A", "b"));

    assertThat(rig.vendor.requests()).hasSize(2);
    WebSocketHandshakeException theirs =
        refused(rig.bare().build().newWebSocketBuilder().header("X-A", "b"));
    assertThat(Outcome.chain(ours)).isEqualTo(Outcome.chain(theirs));
    assertThat(ours.getResponse().statusCode()).isEqualTo(401);
    assertThat(ours.getResponse().headers().map()).isEqualTo(theirs.getResponse().headers().map());
    assertThat(ours.getResponse().request().headers().map()).containsOnlyKeys("X-A");
    assertThat(ours.getResponse().request().headers().map().toString()).doesNotContain("secret");
  }

  @Test
  void aRedirectIsNotFollowed() {
    rig.vendor.reply(Peer.redirect(302, rig.foreign.origin() + "/socket"));

    WebSocketHandshakeException failure =
        refused(rig.following(Redirect.ALWAYS).newWebSocketBuilder());

    assertThat(failure.getResponse().statusCode()).isEqualTo(302);
    assertThat(rig.vendor.requests()).hasSize(1);
    assertThat(rig.foreign.requests()).isEmpty();
  }

  @Test
  void aQueryCredentialIsInTheHandshakeAndInNoSocketThatIsShown() throws Exception {
    rig.vendor.handle(request -> OPEN);
    List<WebSocket> shown = new CopyOnWriteArrayList<>();
    WebSocket.Listener collecting =
        new WebSocket.Listener() {
          @Override
          public void onOpen(WebSocket socket) {
            shown.add(socket);
            socket.request(1);
          }

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            shown.add(socket);
            text.complete(data.toString());
            return null;
          }
        };
    URI url = URI.create(uri() + "?a=b");
    try (Keyring keyring = queryKeyring()) {
      WebSocket socket =
          KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring)
              .newWebSocketBuilder()
              .buildAsync(url, collecting)
              .get(10, TimeUnit.SECONDS);
      assertThat(text.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
      shown.add(socket.sendText("hi", true).get(10, TimeUnit.SECONDS));
      shown.add(socket.sendPing(ByteBuffer.allocate(1)).get(10, TimeUnit.SECONDS));
      shown.add(socket.sendPong(ByteBuffer.allocate(1)).get(10, TimeUnit.SECONDS));
      shown.add(socket.sendBinary(ByteBuffer.allocate(1), true).get(10, TimeUnit.SECONDS));
      shown.add(socket.sendClose(1000, "bye").get(10, TimeUnit.SECONDS));

      assertThat(rig.vendor.request(0).getTarget())
          .isEqualTo("/socket?a=b&api_key=s3cret%2F%2B%261");
      assertThat(shown).hasSize(7).allMatch(each -> each == socket);
      assertThat(socket).hasToString("WebSocket[uri=" + url + "]");
      assertThat(socket.getSubprotocol()).isEmpty();
      assertThat(socket.isOutputClosed()).isTrue();
      socket.abort();
      assertThat(socket.isInputClosed()).isTrue();
    }
  }

  @Test
  void aHandshakeThatFailsShowsNoQuery() throws Exception {
    rig.vendor.reply(Peer.redirect(302, "/there?api_key=s3cret%2F%2B%261"));
    try (Keyring keyring = queryKeyring()) {
      WebSocketHandshakeException failure =
          refused(
              KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring).newWebSocketBuilder());

      HttpResponse<?> response = failure.getResponse();
      assertThat(response.headers().firstValue("Location")).hasValue("/there");
      assertThat(response + " " + response.uri() + response.request() + response.headers().map())
          .doesNotContain("s3cret", "api_key");
    }
  }

  private Keyring queryKeyring() {
    return Keyring.builder()
        .add(rig.vendor.origin(), AuthScheme.query("api_key", "s3cret/+&1"))
        .build();
  }

  @Test
  void theCallersOwnHeaderWins() throws Exception {
    rig.vendor.reply(OPEN);

    connect(rig.client.newWebSocketBuilder().header("authorization", "callers"));

    assertThat(rig.vendor.sent("Authorization")).containsExactly("callers");
  }

  @Test
  void withoutACredentialNothingIsSent() {
    rig.tokens.failing(true);

    assertThatThrownBy(() -> connect(rig.client.newWebSocketBuilder()))
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(CredentialException.class);
    assertThat(rig.vendor.requests()).isEmpty();
  }

  /**
   * A token that is refused right after it replaced another would be backed off from, otherwise.
   */
  @Test
  void aSocketThatOpensAfterARetryEndsTheBackoff() throws Exception {
    AtomicReference<String> revoked = new AtomicReference<>("Bearer secret-1");
    rig.vendor.handle(
        request ->
            revoked.get().equals(request.getHeaders().get("Authorization"))
                ? Peer.of(401, "revoked")
                : OPEN);
    connect(rig.client.newWebSocketBuilder());
    revoked.set("Bearer secret-2");

    connect(rig.client.newWebSocketBuilder());

    assertThat(rig.vendor.sent("Authorization"))
        .containsExactly(
            "Bearer secret-1", "Bearer secret-2", "Bearer secret-2", "Bearer secret-3");
  }

  @Test
  void theConnectTimeoutBoundsTheWaitForACredential() throws Exception {
    rig.tokens.shut();

    assertTimesOut();

    assertThat(rig.vendor.requests()).isEmpty();
  }

  @Test
  void alsoThatForAnotherOne() throws Exception {
    rig.send(rig.to("/"));
    rig.tokens.shut();
    rig.vendor.reply(Peer.of(401, "no"));

    assertTimesOut();

    assertThat(rig.vendor.requests()).hasSize(2);
  }

  private void assertTimesOut() {
    assertThatThrownBy(
            () -> connect(rig.client.newWebSocketBuilder().connectTimeout(Duration.ofMillis(300))))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isExactlyInstanceOf(HttpTimeoutException.class)
        .hasMessage("request timed out");
  }

  @Test
  void whatTheJdkRefusesIsRefusedAtOnce() {
    WebSocket.Builder builder = rig.client.newWebSocketBuilder();

    assertThatThrownBy(() -> builder.header(null, "x")).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.buildAsync(null, listener))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.buildAsync(uri(), null))
        .isInstanceOf(NullPointerException.class);
  }
}
