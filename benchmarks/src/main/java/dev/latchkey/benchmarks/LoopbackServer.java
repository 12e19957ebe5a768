package dev.latchkey.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  private static final int MOST_BYTES = 8 * 1024;

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
    byte[] request = new byte[MOST_BYTES];
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      int length = 0;
      int read;
      while ((read = in.read(request, length, MOST_BYTES - length)) > 0) {
        length += read;
        if (isWhole(request, length)) {
          if (watched) {
            head = new String(request, 0, length, StandardCharsets.US_ASCII);
          }
          length = 0;
          out.write(ANSWER);
        }
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  /** Looks at the last bytes only: to look at each would make a header cost more than it does. */
  private static boolean isWhole(byte[] request, int length) {
    return length >= END.length
        && Arrays.equals(request, length - END.length, length, END, 0, END.length);
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
