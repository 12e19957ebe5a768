package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Opens a WebSocket and prints a message. Arguments: the API's URL, a file with the token. */
public final class WebSocketFeed {
  public static void main(String[] args) throws Exception {
    String token = Files.readString(Path.of(args[1])).strip();
    AuthScheme acme = AuthScheme.header("Authorization", "Bearer " + token);
    CompletableFuture<String> message = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            return socket
                .sendClose(WebSocket.NORMAL_CLOSURE, "")
                .thenRun(() -> message.complete(text.toString()));
          }
        };
    try (Keyring keyring = Keyring.builder().add(args[0], acme).build()) {
      URI feed = URI.create(args[0].replaceFirst("^http", "ws") + "/feed");
      KeyringHttpClient.newBuilder(keyring)
          .build()
          .newWebSocketBuilder()
          .buildAsync(feed, listener)
          .join();
      System.out.println(message.get(30, TimeUnit.SECONDS));
    }
  }
}
