package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a client, by the same methods on every Java. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#async")
class LifecycleTest extends TestEnvironmentTest {
  private static final boolean CLIENTS_END = Runtime.version().feature() >= 21;

  private CompletableFuture<HttpResponse<String>> callWaitingForAnotherToken() throws Exception {
    rig.send(rig.to("/"));
    rig.tokens.shut();
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));
    CompletableFuture<HttpResponse<String>> call =
        rig.client.sendAsync(rig.to("/").build(), BodyHandlers.ofString());
    rig.tokens.awaitWaiting();
    return call;
  }

  @Test
  void aShutdownLetsARetryEndAndRefusesNewCalls() throws Exception {
    HttpClient bare = rig.bare().build();
    KeyringHttpClient client = KeyringHttpClient.wrap(bare, rig.keyring);
    rig.send(client, rig.to("/").build());
    rig.tokens.shut();
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));
    CompletableFuture<HttpResponse<String>> call =
        client.sendAsync(rig.to("/").build(), BodyHandlers.ofString());
    rig.tokens.awaitWaiting();

    client.shutdown();

    assertThat(client.isTerminated()).isFalse();
    assertThat(client.awaitTermination(Duration.ofMillis(10))).isFalse();
    for (SendMode way : SendMode.values()) {
      assertThatThrownBy(() -> way.send(client, rig.to("/").build(), BodyHandlers.discarding()))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("closed");
    }
    rig.tokens.open();
    assertThat(SendMode.await(call).body()).isEqualTo("yes");
    assertThat(client.awaitTermination(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(client.isTerminated()).isTrue();
    if (CLIENTS_END) {
      assertThatThrownBy(() -> rig.send(bare, rig.to("/").build())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closeWaitsForCallsUnderWay() throws Exception {
    CompletableFuture<HttpResponse<String>> call = callWaitingForAnotherToken();
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(() -> ((KeyringHttpClient) rig.client).close());
    rig.tokens.open();

    closing.get(10, TimeUnit.SECONDS);

    assertThat(call.get(10, TimeUnit.SECONDS).body()).isEqualTo("yes");
  }

  @Test
  void whoGetsTheLastResponseMayCloseTheClient() throws Exception {
    CompletableFuture<Void> closed =
        callWaitingForAnotherToken()
            .thenAccept(response -> ((KeyringHttpClient) rig.client).close());
    rig.tokens.open();

    closed.get(10, TimeUnit.SECONDS);

    assertThat(((KeyringHttpClient) rig.client).isTerminated()).isTrue();
  }

  @Test
  void whoCancelsTheLastCallMayCloseTheClient() throws Exception {
    CompletableFuture<HttpResponse<String>> call = callWaitingForAnotherToken();
    CompletableFuture<Void> closed =
        call.handle(
            (response, failure) -> {
              ((KeyringHttpClient) rig.client).shutdown();
              return null;
            });

    call.cancel(true);

    closed.get(10, TimeUnit.SECONDS);
    // On Java 21 and later the client ends when the body that waits for the token does.
    rig.tokens.open();
    assertThat(((KeyringHttpClient) rig.client).awaitTermination(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void shutdownNowOfAnIdleClientEndsIt() throws Exception {
    rig.send(rig.to("/"));
    KeyringHttpClient client = (KeyringHttpClient) rig.client;

    client.shutdownNow();

    assertThat(client.awaitTermination(Duration.ofSeconds(10))).isTrue();
    assertThat(client.isTerminated()).isTrue();
  }

  @Test
  void shutdownNowEndsWhatIsUnderWay() throws Exception {
    rig.vendor.reply(rig.vendor.trickling(200));
    CompletableFuture<HttpResponse<String>> call =
        rig.client.sendAsync(rig.to("/").build(), BodyHandlers.ofString());

    ((KeyringHttpClient) rig.client).shutdownNow();

    assertThatThrownBy(() -> rig.send(rig.to("/")))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("closed");
    if (CLIENTS_END) {
      assertThatThrownBy(() -> SendMode.await(call)).isInstanceOf(IOException.class);
    } else {
      call.cancel(true);
    }
  }

  @Test
  void shutdownNowEndsACallThatWaitsForItsFirstToken() throws Exception {
    rig.tokens.shut();
    CompletableFuture<HttpResponse<String>> call =
        rig.client.sendAsync(rig.to("/").build(), BodyHandlers.ofString());
    rig.tokens.awaitWaiting();

    assertShutdownNowEnds(call);
  }

  @Test
  void shutdownNowEndsACallThatWaitsForAnotherToken() throws Exception {
    assertShutdownNowEnds(callWaitingForAnotherToken());
  }

  private void assertShutdownNowEnds(CompletableFuture<?> call) throws Exception {
    KeyringHttpClient client = (KeyringHttpClient) rig.client;

    client.shutdownNow();

    assertThatThrownBy(() -> SendMode.await(call)).isExactlyInstanceOf(IOException.class);
    assertThat(client.awaitTermination(Duration.ofSeconds(10))).isTrue();
  }
}
