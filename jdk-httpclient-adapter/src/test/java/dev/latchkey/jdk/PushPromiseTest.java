package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.PushPromise;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.latchkey.jdk.Setup#pushing")
class PushPromiseTest extends TestEnvironmentTest {

  @Test
  void pushesReachTheCallerWhoSeesTheRequestAsHeMadeIt() throws Exception {
    MockResponse pushing =
        Peer.of(200, "yes")
            .newBuilder()
            .addPush(
                new PushPromise(
                    "GET",
                    "/pushed",
                    Headers.of(":scheme", setup.wire().scheme),
                    Peer.of(200, "pushed")))
            .build();
    rig.vendor.reply(Peer.of(401, "no"), pushing);
    List<HttpRequest> initiating = new CopyOnWriteArrayList<>();
    CompletableFuture<HttpResponse<String>> pushed = new CompletableFuture<>();
    HttpRequest request = rig.to("/").header("X-Trace", "42").build();

    HttpResponse<String> response =
        SendMode.await(
            rig.client.sendAsync(
                request,
                BodyHandlers.ofString(),
                (initiatingRequest, pushRequest, acceptor) -> {
                  initiating.add(initiatingRequest);
                  var unused =
                      acceptor
                          .apply(BodyHandlers.ofString())
                          .whenComplete(
                              (body, failure) -> {
                                if (failure == null) {
                                  pushed.complete(body);
                                } else {
                                  pushed.completeExceptionally(failure);
                                }
                              });
                }));

    assertThat(response.body()).isEqualTo("yes");
    assertThat(SendMode.await(pushed).body()).isEqualTo("pushed");
    assertThat(SendMode.await(pushed).request().headers().map().toString())
        .doesNotContain("secret");
    assertThat(initiating).containsExactly(request);
    assertThat(initiating.get(0).headers().map()).containsOnlyKeys("X-Trace");
  }
}
