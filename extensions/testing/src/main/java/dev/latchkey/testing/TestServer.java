package dev.latchkey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;

/**
 * A server on loopback that remembers what it was sent. It is written to the old mockwebserver, the
 * only one that there is for OkHttp 4 too.
 */
public final class TestServer implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final String scheme;
  private final List<SentRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Function<SentRequest, Reply> handler = request -> Reply.of(200, "ok");

  private TestServer(String scheme) {
    this.scheme = scheme;
  }

  /** A server of plain HTTP. */
  public static TestServer http() {
    return new TestServer("http").start();
  }

  /** A server of HTTPS with a certificate for {@code localhost} and {@code 127.0.0.1}. */
  public static TestServer https(HandshakeCertificates certificates) {
    TestServer server = new TestServer("https");
    server.server.useHttps(certificates.sslSocketFactory(), false);
    return server.start();
  }

  private TestServer start() {
    server.setServerSocketFactory(new PromptSockets());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private MockResponse answer(RecordedRequest request) {
    SentRequest sent =
        new SentRequest(
            request.getMethod(),
            request.getPath(),
            request.getHeaders().names().stream()
                .collect(
                    Collectors.toMap(
                        name -> name,
                        name -> request.getHeaders().values(name),
                        (one, other) -> one,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))),
            request.getBody().snapshot().toByteArray());
    requests.add(sent);
    Reply reply = handler.apply(sent);
    MockResponse response = new MockResponse().setResponseCode(reply.status());
    reply.headers().forEach(response::addHeader);
    return response.setBody(reply.body());
  }

  /** From now on requests are answered so. */
  public void handle(Function<SentRequest, Reply> handler) {
    this.handler = handler;
  }

  /** From now on requests are answered by these in turn, and by the last of them ever after. */
  public void reply(Reply... replies) {
    int start = requests.size();
    this.handler = sent -> replies[Math.min(requests.indexOf(sent) - start, replies.length - 1)];
  }

  /** Its origin, by address. */
  public String origin() {
    return scheme + "://127.0.0.1:" + server.getPort();
  }

  /** Its origin by name: to a client, another host. */
  public String originByName() {
    return scheme + "://localhost:" + server.getPort();
  }

  /** A URI of its origin. */
  public URI uri(String path) {
    return URI.create(origin() + path);
  }

  /** What it was sent, in order. */
  public List<SentRequest> requests() {
    return List.copyOf(requests);
  }

  /** The n-th request, from 0. */
  public SentRequest request(int index) {
    return requests.get(index);
  }

  /** The values that a header had on each request, none as an empty text. */
  public List<String> sent(String header) {
    return IntStream.range(0, requests.size()).mapToObj(i -> request(i).header(header)).toList();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
