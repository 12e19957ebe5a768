package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.CredentialException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows a refusal. */
@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#all")
class RefreshTest extends TestEnvironmentTest {
  private static final String FIRST = "Bearer secret-1";

  @Test
  void aRefusedTokenIsReplacedOnceOnTheSameConnection() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(200, "yes"));

    HttpResponse<String> response = rig.post(handled);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("yes");
    assertThat(response.version()).isEqualTo(setup.wire().version);
    assertThat(handled).hasValue(1);
    assertThat(rig.vendor.sent("Authorization")).containsExactly(FIRST, "Bearer secret-2");
    assertThat(rig.vendor.bodies()).containsExactly("a body", "a body");
    assertThat(rig.vendor.requests().stream().map(RecordedRequest::getConnectionIndex).distinct())
        .hasSize(1);
  }

  @Test
  void aKeyThatCannotBeReplacedGivesTheRefusalToTheCaller() throws Exception {
    String body = "why not ".repeat(10_000);
    rig.vendor.reply(Peer.of(401, body));
    HttpClient client =
        KeyringHttpClient.wrap(
            rig.bare().build(), rig.keyring(AuthScheme.header("x-api-key", "secret")));

    HttpResponse<String> response = rig.send(client, rig.to("/").build());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.previousResponse()).isEmpty();
    assertThat(rig.vendor.sent("x-api-key")).containsExactly("secret");
  }

  @Test
  void theSecondRefusalIsTheCallersAndItsTokenIsKept() throws Exception {
    String body = "why not ".repeat(10_000);
    rig.vendor.reply(Peer.of(401, "no"), Peer.of(401, body), Peer.of(200, "yes"));

    HttpResponse<String> second = rig.send(rig.to("/"));
    HttpResponse<String> next = rig.send(rig.to("/"));

    assertThat(second.statusCode()).isEqualTo(401);
    assertThat(second.body()).isEqualTo(body);
    assertThat(next.body()).isEqualTo("yes");
    assertThat(rig.vendor.sent("Authorization"))
        .containsExactly(FIRST, "Bearer secret-2", "Bearer secret-2");
  }

  @Test
  void manyRefusalsOfOneTokenCostOneNewOne() throws Exception {
    rig.send(rig.to("/"));
    CyclicBarrier all = new CyclicBarrier(32);
    rig.vendor.handle(
        request -> {
          if (!FIRST.equals(request.getHeaders().get("Authorization"))) {
            return Peer.of(200, "yes");
          }
          try {
            int unused = all.await(10, TimeUnit.SECONDS);
          } catch (Exception e) {
            return Peer.of(500, e.toString());
          }
          return Peer.of(401, "no");
        });

    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      for (int i = 0; i < 32; i++) {
        calls.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return rig.send(rig.to("/"));
                  } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                },
                threads));
      }
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        assertThat(call.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rig.tokens.issued).hasValue(2);
  }

  @Test
  void aLateRefusalOfAReplacedTokenUsesTheOneThatReplacedIt() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    rig.vendor.handle(
        request -> {
          boolean old = FIRST.equals(request.getHeaders().get("Authorization"));
          if (old && request.getTarget().equals("/late")) {
            held.countDown();
            try {
              boolean unused = late.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              return Peer.of(500, "");
            }
          }
          return old ? Peer.of(401, "no") : Peer.of(200, "yes");
        });
    CompletableFuture<HttpResponse<String>> slow =
        rig.client.sendAsync(rig.to("/late").build(), BodyHandlers.ofString());
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(rig.send(rig.to("/")).body()).isEqualTo("yes");
    late.countDown();

    assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo("yes");
    assertThat(rig.tokens.issued).hasValue(2);
  }

  @Test
  void aFailureOfTheSourceSendsNothingAndIsTriedAgainLater() throws Exception {
    rig.tokens.failing(true);

    assertThatThrownBy(() -> rig.send(rig.to("/")))
        .isInstanceOf(CredentialException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageNotContaining("secret");
    assertThat(rig.vendor.requests()).isEmpty();

    rig.tokens.failing(false);
    rig.clock.advance(Duration.ofSeconds(2));
    assertThat(rig.send(rig.to("/")).statusCode()).isEqualTo(200);
  }

  @Test
  void aHeaderOfTheCallersIsSentUnchangedAndNotRetried() throws Exception {
    rig.send(rig.to("/"));
    rig.vendor.reply(Peer.of(401, "no"));

    HttpRequest request = rig.to("/").header("aUTHORIZATION", "callers").build();
    HttpResponse<String> response = rig.send(rig.client, request);

    assertThat(response.body()).isEqualTo("no");
    assertThat(rig.vendor.request(1).getHeaders().values("Authorization"))
        .containsExactly("callers");
    assertThat(rig.vendor.requests()).hasSize(2);
    assertThat(rig.tokens.issued).hasValue(1);
  }
}
