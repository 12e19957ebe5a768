package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthCall;
import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A WebSocket whose handshake carries the credential, and is tried once more after a refusal. */
final class KeyringWebSocketBuilder implements WebSocket.Builder {
  private final HttpClient client;
  private final Keyring keyring;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final List<Consumer<WebSocket.Builder>> settings = new ArrayList<>();

  KeyringWebSocketBuilder(HttpClient client, Keyring keyring) {
    this.client = client;
    this.keyring = keyring;
  }

  @Override
  public WebSocket.Builder header(String name, String value) {
    // Checks it now, as the client's own builder does.
    client.newWebSocketBuilder().header(name, value);
    headers.add(Map.entry(name, value));
    settings.add(builder -> builder.header(name, value));
    return this;
  }

  @Override
  public WebSocket.Builder connectTimeout(Duration timeout) {
    client.newWebSocketBuilder().connectTimeout(timeout);
    settings.add(builder -> builder.connectTimeout(timeout));
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
    CallFuture<WebSocket> future = new CallFuture<>(() -> {});
    var unused = snapshot().connect(future, uri, listener).whenComplete(future::settle);
    return future;
  }

  /** As it is now: the builder may be set otherwise before the handshake is tried once more. */
  private KeyringWebSocketBuilder snapshot() {
    KeyringWebSocketBuilder copy = new KeyringWebSocketBuilder(client, keyring);
    copy.headers.addAll(headers);
    copy.settings.addAll(settings);
    return copy;
  }

  private CompletableFuture<WebSocket> connect(
      CallFuture<WebSocket> future, URI uri, WebSocket.Listener listener) {
    AuthCall rules = keyring.newCall();
    return connect(future, rules, uri, listener)
        .exceptionallyCompose(
            fault ->
                handshakeRefused(rules, fault)
                    .thenCompose(
                        again ->
                            again
                                ? connect(future, rules, uri, listener)
                                : CompletableFuture.failedFuture(fault)))
        .exceptionallyCompose(fault -> CompletableFuture.failedFuture(withoutSecrets(uri, fault)));
  }

  private CompletableFuture<WebSocket> connect(
      CallFuture<WebSocket> future, AuthCall rules, URI uri, WebSocket.Listener listener) {
    rules.hop("GET", httpUri(uri), this::header);
    return rules
        .headers()
        .thenCompose(
            credential -> {
              if (future.isDone()) {
                return CompletableFuture.failedFuture(new CancellationException());
              }
              WebSocket.Builder builder = client.newWebSocketBuilder();
              settings.forEach(setting -> setting.accept(builder));
              credential.forEach(builder::header);
              CompletableFuture<WebSocket> handshake = builder.buildAsync(uri, listener);
              future.running(handshake);
              return handshake.whenComplete((socket, fault) -> future.running(null));
            });
  }

  private static CompletableFuture<Boolean> handshakeRefused(AuthCall rules, Throwable fault) {
    if (cause(fault) instanceof WebSocketHandshakeException handshake
        && rules.refused(handshake.getResponse().statusCode())) {
      HttpHeaders headers = handshake.getResponse().headers();
      return rules.renew(handshake.getResponse().statusCode(), headers::firstValue, true);
    }
    return CompletableFuture.completedFuture(false);
  }

  private static Throwable cause(Throwable fault) {
    Throwable cause = fault.getCause();
    return fault instanceof CompletionException && cause != null ? cause : fault;
  }

  /** The response in the JDK's exception tells the request as it was sent, credentials included. */
  private Throwable withoutSecrets(URI uri, Throwable fault) {
    if (cause(fault) instanceof CredentialException shared) {
      return CredentialException.toThrow(shared);
    }
    if (cause(fault) instanceof WebSocketHandshakeException handshake) {
      HttpRequest.Builder request = HttpRequest.newBuilder(httpUri(uri));
      headers.forEach(field -> request.header(field.getKey(), field.getValue()));
      HttpResponse<?> response = handshake.getResponse();
      return new WebSocketHandshakeException(of(request.build(), response))
          .initCause(handshake.getCause());
    }
    return fault;
  }

  private static <T> HttpResponse<T> of(HttpRequest request, HttpResponse<T> response) {
    return DeliveredResponse.of(request, response, response.body(), null);
  }

  private static URI httpUri(URI uri) {
    String text = uri.toString();
    return text.regionMatches(true, 0, "ws", 0, 2) ? URI.create("http" + text.substring(2)) : uri;
  }

  private Optional<String> header(String name) {
    return headers.stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
