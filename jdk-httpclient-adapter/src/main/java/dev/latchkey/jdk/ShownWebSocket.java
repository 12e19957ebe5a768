package dev.latchkey.jdk;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A WebSocket whose text has the caller's URI, and not the one that was sent. */
final class ShownWebSocket implements WebSocket {
  private final WebSocket delegate;
  private final URI uri;

  ShownWebSocket(WebSocket delegate, URI uri) {
    this.delegate = delegate;
    this.uri = uri;
  }

  private CompletableFuture<WebSocket> shown(CompletableFuture<WebSocket> sent) {
    return sent.thenApply(socket -> this);
  }

  @Override
  public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
    return shown(delegate.sendText(data, last));
  }

  @Override
  public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
    return shown(delegate.sendBinary(data, last));
  }

  @Override
  public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
    return shown(delegate.sendPing(message));
  }

  @Override
  public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
    return shown(delegate.sendPong(message));
  }

  @Override
  public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
    return shown(delegate.sendClose(statusCode, reason));
  }

  @Override
  public void request(long n) {
    delegate.request(n);
  }

  @Override
  public String getSubprotocol() {
    return delegate.getSubprotocol();
  }

  @Override
  public boolean isOutputClosed() {
    return delegate.isOutputClosed();
  }

  @Override
  public boolean isInputClosed() {
    return delegate.isInputClosed();
  }

  @Override
  public void abort() {
    delegate.abort();
  }

  @Override
  public String toString() {
    return "WebSocket[uri=" + uri + "]";
  }
}
