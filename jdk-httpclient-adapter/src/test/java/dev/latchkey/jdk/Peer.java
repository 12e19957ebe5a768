package dev.latchkey.jdk;

import dev.latchkey.testing.PromptSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;

/** A server on loopback with bodies of every kind. */
final class Peer implements AutoCloseable {
  private static final long MOST_SECONDS = 10;

  final Transport wire;
  final PromptSockets sockets = new PromptSockets();
  private final MockWebServer server = new MockWebServer();
  private final Gateway gateway;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Counted down when a client turned away from a body that the server was sending. */
  final CountDownLatch turnedAway = new CountDownLatch(1);

  private volatile Function<RecordedRequest, MockResponse> handler = request -> of(200, "ok");
  private volatile MockResponse peeked = of(200, "");

  Peer(Transport wire) throws IOException {
    this.wire = wire;
    wire.configure(server);
    server.setServerSocketFactory(sockets);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            MockResponse reply = handler.apply(request);
            // A body here would be taken for the head of the next response (RFC 9110 §9.3.2).
            return "HEAD".equals(request.getMethod()) ? reply.newBuilder().body("").build() : reply;
          }

          @Override
          public MockResponse peek() {
            return peeked;
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    gateway = wire.gateway(server);
  }

  /** From now on requests are answered so. */
  void handle(Function<RecordedRequest, MockResponse> handler) {
    this.handler = handler;
  }

  /** From now on requests are answered by these in turn, and by the last of them ever after. */
  void reply(MockResponse... replies) {
    int start = requests.size();
    handler = request -> replies[Math.min(requests.indexOf(request) - start, replies.length - 1)];
  }

  /** What it does with requests before it has read them. */
  void beforehand(MockResponse response) {
    peeked = response;
  }

  String origin() {
    return wire.scheme + "://127.0.0.1:" + gateway.port;
  }

  URI uri(String path) {
    return URI.create(origin() + path);
  }

  List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  RecordedRequest request(int index) {
    return requests.get(index);
  }

  /** The values that a header had on each request; null if none. */
  List<String> sent(String header) {
    return requests.stream().map(request -> request.getHeaders().get(header)).toList();
  }

  List<String> bodies() {
    return requests.stream()
        .map(request -> request.getBody() == null ? "" : request.getBody().utf8())
        .toList();
  }

  static MockResponse of(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  static MockResponse redirect(int status, String location) {
    return of(status, "moved").newBuilder().addHeader("Location", location).build();
  }

  /** A body of declared length of which only the first few bytes ever come. */
  MockResponse stalled(int status) {
    return body(
        status,
        1_000,
        sink -> {
          sink.writeUtf8("a few");
          sink.flush();
          await(closing);
        });
  }

  /** A body that is cut by a reset, at a moment that is waited for. */
  MockResponse cut(int status, CountDownLatch moment) {
    return cut(
        status,
        1_000,
        moment,
        wire == Transport.HTTP_1
            ? new SocketEffect.CloseSocket()
            : new SocketEffect.CloseStream(2));
  }

  /** A large body during which the connection breaks, at a moment that is waited for. */
  MockResponse breaking(int status, CountDownLatch moment) {
    return cut(status, 100_000, moment, new SocketEffect.CloseSocket());
  }

  private MockResponse cut(int status, int length, CountDownLatch moment, SocketEffect how) {
    sockets.reset();
    return body(
            status,
            length,
            sink -> {
              sink.writeUtf8("x".repeat(100));
              sink.flush();
              await(moment);
              sink.writeUtf8("x".repeat(length - 100));
            })
        .newBuilder()
        .onResponseBody(how)
        .build();
  }

  /** A body without end; it flows as fast as it is read. */
  MockResponse endless(int status) {
    String block = "x".repeat(8_000);
    return body(
        status,
        -1,
        sink -> {
          while (closing.getCount() > 0) {
            sink.writeUtf8(block);
            sink.flush();
          }
        });
  }

  /** A body without end of which little comes at a time. */
  MockResponse trickling(int status) {
    return body(
        status,
        -1,
        sink -> {
          for (int i = 0; i < 1_000 && !closing.await(10, TimeUnit.MILLISECONDS); i++) {
            sink.writeUtf8("x");
            sink.flush();
          }
        });
  }

  private interface Writer {
    void writeTo(BufferedSink sink) throws IOException, InterruptedException;
  }

  private MockResponse body(int status, long length, Writer writer) {
    MockResponse.Builder response = new MockResponse.Builder().code(status);
    response.body(
        new MockResponseBody() {
          @Override
          public long getContentLength() {
            return length;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            try {
              writer.writeTo(sink);
            } catch (IOException e) {
              turnedAway.countDown();
              throw e;
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        });
    return response.build();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    boolean unused = latch.await(MOST_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    gateway.close();
    server.close();
  }
}
