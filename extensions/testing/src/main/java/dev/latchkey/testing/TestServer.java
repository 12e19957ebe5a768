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
 * A server on loopback that records its requests. It answers 200 until it is told otherwise. Safe
 * for use by many threads.
 */
// By the older mockwebserver, which works with OkHttp 4.12 and 5.
public final class TestServer implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final String scheme;
  private final List<SentRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Function<SentRequest, Reply> handler = request -> Reply.of(200, "ok");

  private TestServer(String scheme) {
    this.scheme = scheme;
  }

  /** Starts a server of plain HTTP. */
  public static TestServer http() {
    return new TestServer("http").start();
  }

  /** Starts a server of HTTPS with a certificate, such as {@link LoopbackCertificates} makes. */
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
    // A body would be taken for the next response.
    return sent.method().equals("HEAD") ? response : response.setBody(reply.body());
  }

  /**
   * Sets the function that answers requests from now on. It is called by several threads at once.
   */
  public void handle(Function<SentRequest, Reply> handler) {
    this.handler = handler;
  }

  /** Sets the responses to the next requests, in their order. The last one is repeated. */
  public void reply(Reply... replies) {
    int start = requests.size();
    this.handler = sent -> replies[Math.min(requests.indexOf(sent) - start, replies.length - 1)];
  }

  /** Returns the origin by address, such as {@code http://127.0.0.1:12345}. */
  public String origin() {
    return scheme + "://127.0.0.1:" + server.getPort();
  }

  /**
   * Returns the origin by name, such as {@code http://localhost:12345}: to a client, another host.
   */
  public String originByName() {
    return scheme + "://localhost:" + server.getPort();
  }

  /** Returns the URI of a path and query of this server. */
  public URI uri(String path) {
    return URI.create(origin() + path);
  }

  /** Returns the requests so far, in the order of their arrival. */
  public List<SentRequest> requests() {
    return List.copyOf(requests);
  }

  /** Returns a request by its index; the first one has the index 0. */
  public SentRequest request(int index) {
    return requests.get(index);
  }

  /** Returns the value of a header of each request, empty where the request does not have it. */
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
