package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lets a client that asks for an upgrade to h2c (RFC 7540 §3.2) talk to a server that knows HTTP/2
 * only: the request that asked becomes stream 1, everything after it is passed on as it is.
 */
final class Gateway implements AutoCloseable {
  private static final int PREFACE_BYTES = 24;
  private static final int FRAME_HEAD_BYTES = 9;
  private static final byte DATA = 0;
  private static final byte HEADERS = 1;
  private static final byte END_STREAM = 1;
  private static final byte END_HEADERS = 4;
  private static final List<String> OF_THE_UPGRADE =
      List.of("connection", "upgrade", "http2-settings", "host", "transfer-encoding", "expect");

  final int port;
  private final int serverPort;
  private final ServerSocket listener;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "gateway");
            thread.setDaemon(true);
            return thread;
          });

  private Gateway(ServerSocket listener, int port, int serverPort) {
    this.listener = listener;
    this.port = port;
    this.serverPort = serverPort;
  }

  /** Clients reach the server itself. */
  static Gateway none(int serverPort) {
    return new Gateway(null, serverPort, serverPort);
  }

  static Gateway upgrading(int serverPort) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Gateway gateway = new Gateway(listener, listener.getLocalPort(), serverPort);
    gateway.threads.execute(gateway::accept);
    return gateway;
  }

  private void accept() {
    while (true) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        return;
      }
      threads.execute(() -> serve(socket));
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      List<String> head = head(in);
      byte[] body = body(head, in);
      client
          .getOutputStream()
          .write(
              "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
                  .getBytes(ISO_8859_1));
      OutputStream out = server.getOutputStream();
      out.write(in.readNBytes(PREFACE_BYTES));
      out.write(settings(in));
      out.write(streamOne(head, body));
      threads.execute(() -> pump(server, client));
      in.transferTo(out);
    } catch (IOException e) {
      // One of the two hung up, which closes the other.
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // As above.
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1).lines().filter(line -> !line.isEmpty()).toList();
  }

  private static byte[] body(List<String> head, InputStream in) throws IOException {
    for (String line : head) {
      String field = line.toLowerCase(Locale.ROOT);
      if (field.startsWith("content-length:")) {
        return in.readNBytes(Integer.parseInt(field.substring(15).trim()));
      }
      if (field.startsWith("transfer-encoding:")) {
        return chunks(in);
      }
    }
    return new byte[0];
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      body.write(in.readNBytes(size));
      line(in);
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().trim();
  }

  /** The client's first frame. */
  private static byte[] settings(InputStream in) throws IOException {
    byte[] head = in.readNBytes(FRAME_HEAD_BYTES);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head);
    frame.write(in.readNBytes((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff)));
    return frame.toByteArray();
  }

  private static byte[] streamOne(List<String> head, byte[] body) throws IOException {
    String[] requestLine = head.get(0).split(" ", 3);
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    field(fields, ":method", requestLine[0]);
    field(fields, ":scheme", "http");
    field(fields, ":path", requestLine[1]);
    for (String line : head.subList(1, head.size())) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      if (name.equals("host")) {
        field(fields, ":authority", line.substring(5).trim());
      }
    }
    for (String line : head.subList(1, head.size())) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      if (!OF_THE_UPGRADE.contains(name)) {
        field(fields, name, line.substring(name.length() + 1).trim());
      }
    }
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    int end = body.length == 0 ? END_STREAM : 0;
    frame(frames, HEADERS, END_HEADERS | end, fields.toByteArray());
    if (body.length > 0) {
      frame(frames, DATA, END_STREAM, body);
    }
    return frames.toByteArray();
  }

  /** A literal field that is not indexed (RFC 7541 §6.2.2), so that no table changes. */
  private static void field(ByteArrayOutputStream out, String name, String value)
      throws IOException {
    out.write(0);
    text(out, name);
    text(out, value);
  }

  private static void text(ByteArrayOutputStream out, String text) throws IOException {
    int length = text.length();
    if (length < 127) {
      out.write(length);
    } else {
      out.write(127);
      int rest = length - 127;
      for (; rest >= 128; rest /= 128) {
        out.write(rest % 128 + 128);
      }
      out.write(rest);
    }
    out.write(text.getBytes(ISO_8859_1));
  }

  private static void frame(ByteArrayOutputStream out, byte type, int flags, byte[] payload)
      throws IOException {
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    out.write(new byte[] {0, 0, 0, 1});
    out.write(payload);
  }

  @Override
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
    threads.shutdownNow();
  }
}
