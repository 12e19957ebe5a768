package dev.latchkey.examples;

import dev.latchkey.testing.PromptSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** An HTTP server that this machine alone can reach. */
public final class LoopbackServer implements AutoCloseable {
  // Held, because the logging framework forgets the levels of loggers that nobody holds.
  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  static {
    // It would log requests, and connections that had none, into the table.
    LOG.setLevel(Level.SEVERE);
  }

  private final MockWebServer server;
  private final String origin;

  private LoopbackServer(MockWebServer server, String origin) {
    this.server = server;
    this.origin = origin;
  }

  /** Starts on a free port; the host is {@code 127.0.0.1} or {@code localhost}. */
  public static LoopbackServer start(String host, Function<RecordedRequest, MockResponse> handler)
      throws IOException {
    MockWebServer server = new MockWebServer();
    server.setServerSocketFactory(new PromptSockets());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return handler.apply(request);
          }
        });
    server.start(InetAddress.getByName(host), 0);
    return new LoopbackServer(server, "http://" + host + ":" + server.getPort());
  }

  /** Returns {@code http://<host>:<port>}. */
  public String origin() {
    return origin;
  }

  /** Returns the URI of a path, which may have a query. */
  public URI uri(String path) {
    return URI.create(origin + path);
  }

  @Override
  public void close() {
    server.close();
  }
}
