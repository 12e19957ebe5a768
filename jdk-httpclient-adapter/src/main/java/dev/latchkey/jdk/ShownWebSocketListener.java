package dev.latchkey.jdk;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passes a {@link ShownWebSocket} to the caller's listener in place of the JDK's. */
final class ShownWebSocketListener implements WebSocket.Listener {
  private final WebSocket.Listener callers;
  private final URI uri;
  private @Nullable WebSocket shown;

  ShownWebSocketListener(WebSocket.Listener callers, URI uri) {
    this.callers = callers;
    this.uri = uri;
  }

  /** Returns the WebSocket that the caller gets, always the same object. */
  synchronized WebSocket shown(WebSocket socket) {
    WebSocket known = shown;
    if (known == null) {
      known = new ShownWebSocket(socket, uri);
      shown = known;
    }
    return known;
  }

  @Override
  public void onOpen(WebSocket socket) {
    callers.onOpen(shown(socket));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    return callers.onText(shown(socket), data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    return callers.onBinary(shown(socket), data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    return callers.onPing(shown(socket), message);
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    return callers.onPong(shown(socket), message);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
    return callers.onClose(shown(socket), statusCode, reason);
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    callers.onError(shown(socket), error);
  }
}
