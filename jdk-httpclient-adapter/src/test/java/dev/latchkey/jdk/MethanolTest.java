package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mizosoft.methanol.Methanol;
import com.github.mizosoft.methanol.RetryInterceptor;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Methanol, which takes our client as its backend, or is itself wrapped. */
class MethanolTest extends ClientTest {

  @ParameterizedTest
  @EnumSource
  void onTopOfOurs(SendMode way) throws Exception {
    refuseTheFirstToken();
    Methanol client =
        Methanol.newBuilder(
                KeyringHttpClient.newBuilder(rig.keyring).followRedirects(Redirect.NORMAL).build())
            .baseUri(rig.vendor.origin())
            .defaultHeader("X-Trace", "42")
            .build();

    HttpResponse<String> response =
        way.send(
            client,
            HttpRequest.newBuilder(rig.vendor.uri("/")).POST(BodyPublishers.ofString("b")).build(),
            BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("yes");
    assertSentTwice("POST", "b");
    assertThat(rig.vendor.sent("X-Trace")).containsOnly("42");
    way.send(
        client, HttpRequest.newBuilder(rig.vendor.uri("/away")).build(), BodyHandlers.ofString());
    assertNothingLeaked();
  }

  @Test
  void belowOurs() throws Exception {
    refuseTheFirstToken();
    Methanol methanol = Methanol.newBuilder().defaultHeader("X-Trace", "42").build();

    HttpResponse<String> response =
        KeyringHttpClient.wrap(methanol, rig.keyring)
            .send(HttpRequest.newBuilder(rig.vendor.uri("/")).build(), BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("yes");
    assertSentTwice("GET", "");
    assertThat(rig.vendor.sent("X-Trace")).containsOnly("42");
  }

  /** One response is reported; whichever the client then gets besides is the caller's. */
  @ParameterizedTest
  @EnumSource
  void belowOursAndSendingAgainByItself(SendMode way) throws Exception {
    rig.vendor.reply(
        Peer.of(503, "busy"), Peer.of(200, "yes"), Peer.of(503, "busy"), Peer.of(401, "no"));
    Methanol methanol =
        Methanol.newBuilder()
            .interceptor(RetryInterceptor.newBuilder().maxRetries(1).onStatus(503).build())
            .build();

    HttpClient client = KeyringHttpClient.wrap(methanol, rig.keyring);
    HttpRequest request = HttpRequest.newBuilder(rig.vendor.uri("/")).build();

    assertThat(way.send(client, request, BodyHandlers.ofString()).body()).isEqualTo("yes");
    assertThat(way.send(client, request, BodyHandlers.ofString()).body()).isEqualTo("no");

    assertThat(rig.vendor.sent("Authorization")).hasSize(4).containsOnly("Bearer secret-1");
  }
}
