package dev.latchkey.okhttp;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.testing.LoopbackCertificates;
import dev.latchkey.testing.PromptSockets;
import dev.latchkey.testing.TestServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;

/** One test's servers, issuer and clients. */
final class TestEnvironment implements Closeable {
  static final HandshakeCertificates TLS = LoopbackCertificates.of("vendor.localhost");
  static final long MOST_SECONDS = 20;

  final TestServer vendor = TestServer.http();
  final TestServer foreign = TestServer.http();
  final Tokens tokens = new Tokens("Authorization");
  final Tokens keys = new Tokens("x-api-key");

  private final Deque<Closeable> opened = new ArrayDeque<>();

  /** A keyring in which the vendor has a scheme. */
  Keyring keyring(AuthScheme scheme) {
    return keyringOf(builder -> builder.add(vendor.origin(), scheme));
  }

  Keyring keyringOf(Consumer<Keyring.Builder> origins) {
    Keyring.Builder builder = Keyring.builder();
    origins.accept(builder);
    Keyring keyring = builder.build();
    opened.push(keyring::close);
    return keyring;
  }

  /** A client without a keyring that trusts the servers. */
  OkHttpClient.Builder bare() {
    return new OkHttpClient.Builder()
        .sslSocketFactory(TLS.sslSocketFactory(), TLS.trustManager())
        .callTimeout(MOST_SECONDS, TimeUnit.SECONDS);
  }

  /** A client to which the vendor's tokens were installed last. */
  OkHttpClient client() {
    return client(bare(), tokens);
  }

  OkHttpClient client(AuthScheme scheme) {
    return client(bare(), scheme);
  }

  OkHttpClient client(OkHttpClient.Builder builder, AuthScheme scheme) {
    return closing(KeyringInterceptor.install(builder, keyring(scheme)).build());
  }

  /** A client in which tokens are for one origin. */
  OkHttpClient clientOf(OkHttpClient.Builder builder, String origin, AuthScheme scheme) {
    return closing(
        KeyringInterceptor.install(builder, keyringOf(keyring -> keyring.add(origin, scheme)))
            .build());
  }

  OkHttpClient closing(OkHttpClient client) {
    opened.push(
        () -> {
          client.dispatcher().cancelAll();
          client.dispatcher().executorService().shutdown();
          client.connectionPool().evictAll();
        });
    return client;
  }

  /** One more server, whose answers are more than a status and a body. */
  MockWebServer server(Function<RecordedRequest, MockResponse> answers) throws IOException {
    return start(new MockWebServer(), answers);
  }

  /** The same over TLS, with HTTP/2 for clients that know it. */
  MockWebServer secureServer(Function<RecordedRequest, MockResponse> answers) throws IOException {
    MockWebServer server = new MockWebServer();
    server.useHttps(TLS.sslSocketFactory(), false);
    return start(server, answers);
  }

  /** One whose answers are known before the requests, also to what it does to its sockets. */
  MockWebServer scripted(MockResponse... answers) throws IOException {
    MockWebServer server = new MockWebServer();
    for (MockResponse answer : answers) {
      server.enqueue(answer);
    }
    return start(server);
  }

  private MockWebServer start(MockWebServer server, Function<RecordedRequest, MockResponse> answers)
      throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answers.apply(request);
          }
        });
    return start(server);
  }

  MockWebServer start(MockWebServer server) throws IOException {
    server.setServerSocketFactory(new PromptSockets());
    server.start(InetAddress.getLoopbackAddress(), 0);
    opened.push(server);
    return server;
  }

  static String origin(MockWebServer server, String scheme) {
    return scheme + "://127.0.0.1:" + server.getPort();
  }

  Request get(String path) {
    return get(vendor, path);
  }

  static Request get(TestServer server, String path) {
    return new Request.Builder().url(server.origin() + path).build();
  }

  static Request get(MockWebServer server, String scheme, String path) {
    return new Request.Builder().url(origin(server, scheme) + path).build();
  }

  /** Sends a request and reads the answer: its status and its body. */
  static String send(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.code() + " " + response.body().string();
    }
  }

  /** Enqueues a call; its answer is open. */
  static CompletableFuture<Response> enqueue(Call call) {
    CompletableFuture<Response> result = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            result.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call answered, Response response) {
            result.complete(response);
          }
        });
    return result;
  }

  @Override
  public void close() throws IOException {
    tokens.open();
    keys.open();
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    vendor.close();
    foreign.close();
  }
}
