package dev.latchkey.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Answers each request with 200 and two bytes and keeps the connection. One thread a connection,
 * and as little work as possible, so that what is measured is the client. It takes requests without
 * a body only.
 */
final class LoopbackServer implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
  private static final int END_OF_HEAD = 0x0d0a0d0a;

  private final ServerSocket socket;
  private volatile boolean watched;
  private volatile String head = "";

  LoopbackServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Its origin. */
  String origin() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** The head of the request that a call sent. */
  String headOf(PairedCalls.Call call) throws Exception {
    watched = true;
    call.run();
    watched = false;
    return head;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      while (readHead(in)) {
        out.write(ANSWER);
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private boolean readHead(InputStream in) throws IOException {
    StringBuilder seen = null;
    int last4 = 0;
    while (last4 != END_OF_HEAD) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      if (last4 == 0 && watched) {
        seen = new StringBuilder();
      }
      if (seen != null) {
        seen.append((char) next);
      }
      last4 = last4 << 8 | next;
    }
    if (seen != null) {
      head = seen.toString();
    }
    return true;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
