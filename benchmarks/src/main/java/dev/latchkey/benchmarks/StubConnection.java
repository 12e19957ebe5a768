package dev.latchkey.benchmarks;

import java.net.Socket;
import okhttp3.Connection;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** There, so that an interceptor takes itself to be on the network. */
final class StubConnection implements Connection {
  @Override
  public Route route() {
    throw new UnsupportedOperationException("not in a benchmark");
  }

  @Override
  public Socket socket() {
    throw new UnsupportedOperationException("not in a benchmark");
  }

  @Override
  public @Nullable Handshake handshake() {
    return null;
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP_1_1;
  }
}
