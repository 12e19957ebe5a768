package dev.latchkey.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Answers each request with 200 and two bytes and keeps the connection. One thread a connection,
 * and as little work as possible, so that what is measured is the client. It takes requests without
 * a body only, one after another.
 */
final class LoopbackServer implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private volatile boolean watched;
  private volatile String head = "";

  LoopbackServer() throws IOException {
    start(this::accept);
  }

  String origin() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Returns the head of the request that a call sends. */
  String headOf(PairedCalls.Call call) throws Exception {
    watched = true;
    call.run();
    watched = false;
    return head;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket connection) {
    byte[] request = new byte[8 * 1024];
    try (connection) {
      InputStream in = connection.getInputStream();
      int length = 0;
      int read;
      while ((read = in.read(request, length, request.length - length)) > 0) {
        length += read;
        // The last bytes only: to look at each would make a header cost more than it does.
        if (length >= END.length
            && Arrays.equals(request, length - END.length, length, END, 0, END.length)) {
          if (watched) {
            head = new String(request, 0, length, StandardCharsets.US_ASCII);
          }
          length = 0;
          connection.getOutputStream().write(ANSWER);
        }
      }
    } catch (IOException e) {
      // The client went away.
    }
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
