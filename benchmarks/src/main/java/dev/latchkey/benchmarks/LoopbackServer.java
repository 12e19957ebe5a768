package dev.latchkey.benchmarks;

import dev.latchkey.benchmarks.ContenderBenchmark.Work;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Answers each request with 200 and two bytes and keeps the connection. One thread a connection,
 * and as little work as possible, so that what is measured is the client. It takes requests without
 * a body only, one after another. It stays until the program ends.
 */
final class LoopbackServer {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
  private volatile boolean watched;
  private volatile String head = "";

  LoopbackServer() throws IOException {
    start(this::accept);
  }

  String origin() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  static Object call(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return checked(response.body().bytes());
    }
  }

  static Object call(HttpClient client, HttpRequest request) throws Exception {
    return checked(client.send(request, BodyHandlers.ofByteArray()).body());
  }

  private static byte[] checked(byte[] answer) {
    EqualWork.check(answer.length == 2, "answer");
    return answer;
  }

  /** Returns the value of a header that a call sends, or an empty text. */
  String arrived(Work call, String name) throws Exception {
    watched = true;
    call.run(0);
    watched = false;
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElse("");
  }

  private Object accept() throws IOException {
    while (true) {
      Socket connection = socket.accept();
      connection.setTcpNoDelay(true);
      start(() -> serve(connection));
    }
  }

  private Object serve(Socket connection) throws IOException {
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
    }
    return connection;
  }

  /** Does a task; it may fail when the client goes away. */
  private static void start(Callable<?> task) {
    Thread thread = new Thread(new FutureTask<>(task), "server");
    thread.setDaemon(true);
    thread.start();
  }
}
