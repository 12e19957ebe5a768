package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the JDK's client does by itself if a connection breaks before the response: a GET, and with
 * it its credential, is sent once more. The page of this module warns of it.
 */
class BrokenConnectionTest {
  private static final MockResponse BROKEN =
      new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();

  private final AtomicInteger nonces = new AtomicInteger();
  private Peer vendor;
  private Keyring keyring;
  private HttpClient client;

  @BeforeEach
  void open() throws IOException {
    vendor = new Peer(Transport.HTTP_1);
    vendor.reply(BROKEN, Peer.of(200, "yes"));
    keyring =
        Keyring.builder()
            .add(
                vendor.origin(),
                context ->
                    Credential.of("X-Nonce", "nonce-" + nonces.incrementAndGet()).singleUse())
            .build();
    client = KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring);
  }

  @AfterEach
  void close() throws IOException {
    keyring.close();
    vendor.close();
  }

  @ParameterizedTest
  @EnumSource
  void aGetIsSentOnceMoreWithTheSameNonce(SendMode way) throws Exception {
    assertThat(way.send(client, get(), BodyHandlers.ofString()).body()).isEqualTo("yes");

    assertThat(vendor.sent("X-Nonce")).containsExactly("nonce-1", "nonce-1");
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRefusesTheNonceTheSecondTimeGetsAFreshOne(SendMode way) throws Exception {
    vendor.reply(BROKEN, Peer.of(401, "seen"), Peer.of(200, "yes"));

    assertThat(way.send(client, get(), BodyHandlers.ofString()).body()).isEqualTo("yes");

    assertThat(vendor.sent("X-Nonce")).containsExactly("nonce-1", "nonce-1", "nonce-2");
  }

  private HttpRequest get() {
    return HttpRequest.newBuilder(vendor.uri("/")).version(Version.HTTP_1_1).build();
  }

  @ParameterizedTest
  @EnumSource
  void aPostIsNot(SendMode way) {
    HttpRequest post =
        HttpRequest.newBuilder(vendor.uri("/"))
            .version(Version.HTTP_1_1)
            .POST(BodyPublishers.ofString("a body"))
            .build();

    assertThatThrownBy(() -> way.send(client, post, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);

    assertThat(vendor.sent("X-Nonce")).containsExactly("nonce-1");
  }
}
