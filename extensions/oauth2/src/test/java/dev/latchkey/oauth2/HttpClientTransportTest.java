package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AuthScheme;
import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import dev.latchkey.TransportRequest;
import dev.latchkey.TransportResponse;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpClientTransportTest {
  private final Servers servers = new Servers();
  private final HttpClientTransport transport = HttpClientTransport.Shared.TRANSPORT;

  @AfterEach
  void close() {
    servers.close();
  }

  private static TransportRequest post(URI uri, Duration timeout) {
    return TransportRequest.of(
        "POST", uri, Map.of("X-Test", "1"), "body".getBytes(StandardCharsets.UTF_8), timeout);
  }

  @Test
  void aRequestIsSentAsItIs() throws Exception {
    servers.endpoint.reply(new Reply(418, Map.of("X-Answer", "a"), "tea"));

    TransportResponse response = transport.send(post(servers.endpoint.uri("/p?q"), seconds(10)));

    assertThat(response.head().status()).isEqualTo(418);
    assertThat(response.head().header("x-answer")).contains("a");
    assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("tea");
    assertThat(servers.endpoint.request(0).method()).isEqualTo("POST");
    assertThat(servers.endpoint.request(0).target()).isEqualTo("/p?q");
    assertThat(servers.endpoint.request(0).body()).isEqualTo("body");
    assertThat(servers.endpoint.request(0).header("X-Test")).isEqualTo("1");
  }

  @Test
  void noRedirectIsFollowed() throws Exception {
    servers.endpoint.reply(Reply.redirect(307, servers.api.origin() + "/stolen"));
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    int status =
        HttpClientTransport.of(following)
            .send(post(servers.endpoint.uri("/"), seconds(10)))
            .head()
            .status();

    assertThat(status).isEqualTo(307);
    assertThat(servers.api.requests()).isEmpty();
  }

  @Test
  void aKeyringOfTheGivenClientIsNotUsed() throws Exception {
    Keyring keyring =
        Keyring.builder()
            .add(servers.endpoint.origin(), AuthScheme.header("Authorization", "s3cret"))
            .build();
    HttpClient client = KeyringHttpClient.newBuilder(keyring).build();

    HttpClientTransport.of(client).send(post(servers.endpoint.uri("/"), seconds(10)));

    assertThat(servers.endpoint.request(0).has("Authorization")).isFalse();
  }

  @Test
  void theThreadsOfTheGivenClientAreNotUsed() throws Exception {
    Executor none =
        task -> {
          throw new AssertionError("used");
        };
    HttpClient client = HttpClient.newBuilder().executor(none).build();

    TransportResponse response =
        HttpClientTransport.of(client).send(post(servers.endpoint.uri("/"), seconds(10)));

    assertThat(response.head().status()).isEqualTo(200);
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
    try (ServerSocket silent = listen(50)) {
      Throwable thrown =
          catchThrowable(() -> transport.send(post(uri(silent), Duration.ofMillis(200))));

      assertThat(thrown).isInstanceOf(HttpTimeoutException.class);
      try (Socket connection = silent.accept()) {
        assertThat(connection.getInputStream().readAllBytes()).as("it is closed").isNotNull();
      }
    }
  }

  @Test
  void aTimeoutMayBeAsLongAsAny() throws Exception {
    URI uri = servers.endpoint.uri("/token");

    assertThat(transport.send(post(uri, Duration.ofDays(1_000_000))).head().status())
        .isEqualTo(200);
  }

  @Test
  void aBodyThatDoesNotEndIsGivenUp() throws Exception {
    try (ServerSocket server = listen(50)) {
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<?> served =
          thread.submit(
              () -> {
                serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", false);
                return null;
              });

      Throwable thrown =
          catchThrowable(() -> transport.send(post(uri(server), Duration.ofMillis(500))));

      assertThat(thrown).isInstanceOf(HttpTimeoutException.class);
      served.get();
      thread.shutdown();
    }
  }

  @Test
  void aBodyThatIsTooLongIsGivenUp() throws Exception {
    try (ServerSocket server = listen(50)) {
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<?> served =
          thread.submit(
              () -> {
                serve(server, "HTTP/1.1 200 OK\r\n\r\n", true);
                return null;
              });

      Throwable thrown = catchThrowable(() -> transport.send(post(uri(server), seconds(30))));

      assertThat(thrown)
          .isInstanceOf(CredentialException.class)
          .hasMessage("The response is longer than 1048576 bytes");
      served.get();
      thread.shutdown();
    }
  }

  @Test
  void anInterruptEndsTheExchange() throws Exception {
    try (ServerSocket silent = listen(50)) {
      CountDownLatch ended = new CountDownLatch(1);
      Throwable[] thrown = new Throwable[1];
      boolean[] flag = new boolean[1];
      Thread thread =
          new Thread(
              () -> {
                thrown[0] = catchThrowable(() -> transport.send(post(uri(silent), seconds(60))));
                flag[0] = Thread.currentThread().isInterrupted();
                ended.countDown();
              });
      thread.start();
      try (Socket connection = silent.accept()) {
        thread.interrupt();
        ended.await();

        assertThat(thrown[0]).isInstanceOf(InterruptedIOException.class);
        assertThat(flag[0]).isTrue();
        assertThat(connection.getInputStream().readAllBytes()).as("it is closed").isNotNull();
      }
    }
  }

  @Test
  void aServerThatDoesNotAcceptIsGivenUp() throws Exception {
    try (ServerSocket full = listen(1);
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();

      assertThat(catchThrowable(() -> transport.send(post(uri(full), Duration.ofMillis(300)))))
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void anAuthenticatorThatDropsTheSecretIsToldClearly() {
    HttpClient client = HttpClient.newBuilder().authenticator(new Authenticator() {}).build();
    Keyring keyring =
        servers.keyring(
            TokenRequest.clientCredentials(servers.url())
                .clientSecretBasic("id", "secret")
                .transport(HttpClientTransport.of(client))
                .build());

    Throwable thrown = catchThrowable(() -> servers.authorization(keyring));

    if (Runtime.version().feature() < 24) {
      assertThat(thrown).hasMessageContaining("drops the Authorization header before Java 24");
    } else {
      assertThat(thrown).isNull();
    }
  }

  @Test
  void aHostThatTheClientDoesNotTakeIsToldWithoutTheUrl() {
    URI uri = URI.create("https://a_b.test/?key=s3cret");

    Throwable thrown = catchThrowable(() -> transport.send(post(uri, seconds(10))));

    assertThat(thrown)
        .isInstanceOf(CredentialException.class)
        .hasMessageStartingWith("The JDK's HttpClient takes no host but of letters")
        .hasNoCause();
  }

  private static void serve(ServerSocket server, String head, boolean endless) throws IOException {
    try (Socket connection = server.accept()) {
      InputStream in = connection.getInputStream();
      assertThat(in.read()).isPositive();
      connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      connection.getOutputStream().flush();
      byte[] chunk = new byte[65_536];
      // Bounded, in case nobody closes.
      for (int i = 0; endless && i < 10_000; i++) {
        connection.getOutputStream().write(chunk);
      }
      in.readAllBytes();
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private static ServerSocket listen(int backlog) throws IOException {
    return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
  }

  private static URI uri(ServerSocket server) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
