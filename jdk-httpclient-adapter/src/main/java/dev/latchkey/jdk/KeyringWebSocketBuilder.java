package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Keyring;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a WebSocket whose handshake carries the credential, and is retried once after a refusal.
 */
final class KeyringWebSocketBuilder implements WebSocket.Builder {
  private final HttpClient client;
  private final Keyring keyring;
  private final Lifecycle lifecycle;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final List<Consumer<WebSocket.Builder>> settings = new ArrayList<>();
  private @Nullable Duration connectTimeout;

  KeyringWebSocketBuilder(HttpClient client, Keyring keyring, Lifecycle lifecycle) {
    this.client = client;
    this.keyring = keyring;
    this.lifecycle = lifecycle;
  }

  @Override
  public WebSocket.Builder header(String name, String value) {
    // Checks it now, as the client's own builder does.
    client.newWebSocketBuilder().header(name, value);
    headers.add(Map.entry(name, value));
    return this;
  }

  @Override
  public WebSocket.Builder connectTimeout(Duration timeout) {
    client.newWebSocketBuilder().connectTimeout(timeout);
    connectTimeout = timeout;
    return this;
  }

  @Override
  public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
    client.newWebSocketBuilder().subprotocols(mostPreferred, lesserPreferred);
    settings.add(builder -> builder.subprotocols(mostPreferred, lesserPreferred));
    return this;
  }

  @Override
  public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
    requireNonNull(uri, "uri");
    requireNonNull(listener, "listener");
    // A snapshot: the builder may be changed before the handshake is retried.
    List<Consumer<WebSocket.Builder>> now = List.copyOf(settings);
    return new WebSocketHandshake(
            keyring.newCall(),
            uri,
            List.copyOf(headers),
            connectTimeout,
            lifecycle,
            listener,
            () -> {
              WebSocket.Builder builder = client.newWebSocketBuilder();
              now.forEach(setting -> setting.accept(builder));
              return builder;
            })
        .run();
  }
}
