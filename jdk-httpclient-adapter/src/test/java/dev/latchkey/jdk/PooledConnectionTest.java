package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A call that is ended while another token is issued has no connection any more if the refusal had
 * no body: the client has put it back, and somebody else may be using it. (A body keeps it, until
 * it is known whether the body is the caller's.)
 */
class PooledConnectionTest {
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Of one thread, so that it can be known when what it was doing is done. */
  private final ExecutorService clientsThread = Executors.newSingleThreadExecutor();

  private TestEnvironment rig;
  private HttpClient delegate;
  private HttpClient client;

  @BeforeEach
  void open() throws Exception {
    rig = new TestEnvironment(new Setup(Transport.HTTP_1, SendMode.SEND));
    delegate = rig.bare().executor(clientsThread).build();
    client = KeyringHttpClient.wrap(delegate, rig.keyring);
    rig.send(client, rig.to("/first").build());
    rig.tokens.shut();
    rig.vendor.handle(request -> request.getTarget().equals("/others") ? held() : Peer.of(401, ""));
  }

  @AfterEach
  void close() throws IOException {
    ended.countDown();
    rig.close();
    clientsThread.shutdownNow();
  }

  private MockResponse held() {
    arrived.countDown();
    try {
      return ended.await(10, TimeUnit.SECONDS) ? Peer.of(200, "theirs") : Peer.of(500, "");
    } catch (InterruptedException e) {
      return Peer.of(500, "");
    }
  }

  /** Somebody else's, under way on the connection on which ours was refused. */
  private CompletableFuture<HttpResponse<String>> othersPost() throws Exception {
    rig.tokens.awaitWaiting();
    for (int i = 0; i < 20; i++) {
      clientsThread.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }
    CompletableFuture<HttpResponse<String>> post =
        delegate.sendAsync(
            rig.to("/others").POST(BodyPublishers.ofString("a body")).build(),
            BodyHandlers.ofString());
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(rig.vendor.requests())
        .extracting(RecordedRequest::getTarget)
        .containsExactly("/first", "/ours", "/others");
    assertThat(rig.vendor.requests().stream().map(RecordedRequest::getConnectionIndex).distinct())
        .hasSize(1);
    return post;
  }

  private void assertAnswered(CompletableFuture<HttpResponse<String>> post) throws Exception {
    ended.countDown();
    assertThat(post.get(10, TimeUnit.SECONDS).body()).isEqualTo("theirs");
  }

  @Test
  void aCallThatIsCancelledLeavesItToThePostThatHasItNow() throws Exception {
    CompletableFuture<HttpResponse<String>> call =
        client.sendAsync(rig.to("/ours").build(), BodyHandlers.ofString());
    CompletableFuture<HttpResponse<String>> post = othersPost();

    assertThat(call.cancel(true)).isTrue();

    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
    assertAnswered(post);
  }

  @Test
  void aCallThatIsInterruptedDoesSoToo() throws Exception {
    FutureTask<HttpResponse<String>> call =
        new FutureTask<>(() -> client.send(rig.to("/ours").build(), BodyHandlers.ofString()));
    Thread thread = new Thread(call);
    thread.start();
    CompletableFuture<HttpResponse<String>> post = othersPost();

    thread.interrupt();

    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(InterruptedException.class);
    assertAnswered(post);
  }
}
