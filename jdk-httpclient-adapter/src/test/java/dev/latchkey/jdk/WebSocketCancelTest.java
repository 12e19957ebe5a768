package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code cancel(true)} during a handshake that the server leaves unanswered. */
class WebSocketCancelTest {
  private static final int MOST_MILLIS = 10_000;

  /** Whose handshake. */
  enum Of {
    THE_BARE_CLIENT,
    THE_WRAPPED_ONE;

    HttpClient client(Keyring keyring) {
      HttpClient bare = HttpClient.newHttpClient();
      return this == THE_BARE_CLIENT ? bare : KeyringHttpClient.wrap(bare, keyring);
    }
  }

  private ServerSocket server;
  private Keyring keyring;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(MOST_MILLIS);
    keyring =
        Keyring.builder()
            .add("http://127.0.0.1:" + server.getLocalPort(), AuthScheme.header("x-api-key", "k"))
            .build();
  }

  @AfterEach
  void close() throws IOException {
    keyring.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void theConnectionIsClosed(Of whose) throws Exception {
    CompletableFuture<WebSocket> handshake = handshake(whose);
    try (Socket connection = server.accept()) {
      BufferedReader reader = request(connection);

      assertThat(handshake.cancel(true)).isTrue();

      assertHangsUp(reader);
      assertThat(handshake).isCompletedExceptionally();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theConnectionIsClosedAlsoByADependent(Of whose) throws Exception {
    CompletableFuture<WebSocket> handshake = handshake(whose);
    CompletableFuture<String> dependent = handshake.thenApply(WebSocket::getSubprotocol);
    try (Socket connection = server.accept()) {
      BufferedReader reader = request(connection);

      assertThat(dependent.cancel(true)).isTrue();

      assertHangsUp(reader);
    }
  }

  private CompletableFuture<WebSocket> handshake(Of whose) {
    return whose
        .client(keyring)
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/"),
            new WebSocket.Listener() {});
  }

  /** Reads it to its end. */
  private static BufferedReader request(Socket connection) throws IOException {
    connection.setSoTimeout(MOST_MILLIS);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    for (String line = reader.readLine(); line != null && !line.isEmpty(); ) {
      line = reader.readLine();
    }
    return reader;
  }

  private static void assertHangsUp(BufferedReader reader) throws IOException {
    int next;
    try {
      next = reader.read();
    } catch (SocketException e) {
      next = -1;
    }
    assertThat(next).isEqualTo(-1);
  }
}
