package dev.latchkey.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives at a server is verified there, and refused with one byte changed. */
class HttpSignatureClientsTest {
  private static final HttpSignatureVerifier VERIFIER =
      new HttpSignatureVerifier("ed25519", RfcKeys.publicKey("Ed25519", RfcKeys.ED25519_PUBLIC));
  private static final String[] COVERED = {
    "@method",
    "@target-uri",
    "@authority",
    "@scheme",
    "@request-target",
    "@path",
    "@query",
    "@query-param;name=\"b%20b\"",
    "content-digest",
    "x-map;key=\"a\"",
    "x-lines",
    "x-lines;bs"
  };

  private final MockWebServer server = new MockWebServer();
  private final BlockingQueue<ArrivedRequest> arrived = new LinkedBlockingQueue<>();

  /** The clients, and how a call is made. */
  enum Client {
    OKHTTP,
    OKHTTP_ASYNC,
    JDK,
    JDK_ASYNC;

    int send(Keyring keyring, String url, String body, Map<String, List<String>> headers)
        throws Exception {
      return switch (this) {
        case OKHTTP, OKHTTP_ASYNC -> sendByOkHttp(keyring, url, body, headers);
        case JDK, JDK_ASYNC -> sendByJdk(keyring, url, body, headers);
      };
    }

    private int sendByOkHttp(
        Keyring keyring, String url, String body, Map<String, List<String>> headers)
        throws Exception {
      OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
      Request.Builder request = new Request.Builder().url(url);
      headers.forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
      if (body != null) {
        request.post(RequestBody.create(body, MediaType.get("application/json")));
      }
      Call call = client.newCall(request.build());
      CompletableFuture<Response> future = new CompletableFuture<>();
      if (this == OKHTTP) {
        future.complete(call.execute());
      } else {
        call.enqueue(
            new Callback() {
              @Override
              public void onFailure(Call failed, IOException e) {
                future.completeExceptionally(e);
              }

              @Override
              public void onResponse(Call done, Response response) {
                future.complete(response);
              }
            });
      }
      try (Response response = future.get()) {
        return response.code();
      } finally {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
      }
    }

    private int sendByJdk(
        Keyring keyring, String url, String body, Map<String, List<String>> headers)
        throws Exception {
      HttpClient client = KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring);
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
      headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      if (body != null) {
        request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
      }
      return (this == JDK
              ? client.send(request.build(), HttpResponse.BodyHandlers.discarding())
              : client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()).get())
          .statusCode();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            ArrivedRequest sent = sent(request);
            arrived.add(sent);
            return new MockResponse.Builder().code(VERIFIER.accepts(sent) ? 200 : 401).build();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ArrivedRequest sent(RecordedRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    request
        .getHeaders()
        .names()
        .forEach(name -> headers.put(name, request.getHeaders().values(name)));
    return new ArrivedRequest(
        request.getMethod(),
        "http",
        request.getTarget(),
        headers,
        request.getBody() == null ? ByteString.EMPTY : request.getBody());
  }

  private Keyring keyring(String... covered) {
    return Keyring.builder()
        .add(
            server.url("/").toString(),
            HttpSignature.signedWith(SigningKey.pem("test-key-ed25519", RfcKeys.ED25519_PRIVATE))
                .components(covered)
                .algorithm()
                .nonce()
                .build())
        .build();
  }

  private static Map<String, List<String>> headers() {
    return Map.of("X-Map", List.of("b=?0, a=(1  2);x"), "X-Lines", List.of("one, two", "three"));
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWithABodyIsVerifiedAndRefusedWithOneByteChanged(Client client) throws Exception {
    int status =
        client.send(keyring(COVERED), url("/a%20b//c?a=1&b+b=%7E+x"), "{\"a\":1}", headers());

    assertThat(status).isEqualTo(200);
    ArrivedRequest request = arrived.remove();
    assertThat(request.body().utf8()).isEqualTo("{\"a\":1}");
    assertRefusedWithOneByteChanged(request);
    assertThat(VERIFIER.accepts(request.withBody(ByteString.encodeUtf8("{\"a\":2}")))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWithoutABodyIsVerifiedAndRefusedWithOneByteChanged(Client client) throws Exception {
    int status = client.send(keyring(COVERED), url("/?b%20b="), null, headers());

    assertThat(status).isEqualTo(200);
    ArrivedRequest request = arrived.remove();
    assertThat(request.header("Content-Digest"))
        .isEqualTo("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
    assertRefusedWithOneByteChanged(request);
    assertThat(VERIFIER.accepts(request.withBody(ByteString.encodeUtf8("x")))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void eachRequestHasASignatureOfItsOwn(Client client) throws Exception {
    Keyring keyring = keyring("@method");

    assertThat(client.send(keyring, url("/"), null, Map.of())).isEqualTo(200);
    assertThat(client.send(keyring, url("/"), null, Map.of())).isEqualTo(200);

    assertThat(arrived.remove().header("Signature"))
        .isNotEqualTo(arrived.remove().header("Signature"));
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedRequestIsSentOnceMoreWithTheRotatedKey(Client client) throws Exception {
    List<SigningKey> keys =
        List.of(
            SigningKey.hs256("old").withKeyId("old"),
            SigningKey.pem("new", RfcKeys.ED25519_PRIVATE));
    Keyring keyring =
        Keyring.builder()
            .add(
                server.url("/").toString(),
                HttpSignature.signedWith(() -> keys.get(Math.min(arrived.size(), 1)))
                    .components("@method", "content-digest")
                    .build())
            .build();

    assertThat(client.send(keyring, url("/"), "body", Map.of())).isEqualTo(200);
    assertThat(arrived)
        .extracting(request -> request.header("Signature-Input").replaceAll(".*keyid=", ""))
        .containsExactly("\"old\"", "\"new\"");
    assertThat(arrived).extracting(request -> request.body().utf8()).containsOnly("body");
  }

  @ParameterizedTest
  @EnumSource
  void aHeaderThatIsMissingIsToldBeforeAnythingIsSent(Client client) {
    Keyring keyring = keyring("@method", "x-missing");

    assertThatThrownBy(() -> client.send(keyring, url("/"), null, Map.of()))
        .extracting(e -> e instanceof ExecutionException ? e.getCause() : e)
        .isInstanceOf(CredentialException.class)
        .asString()
        .contains("does not have the header x-missing");
    assertThat(arrived).isEmpty();
  }

  private String url(String target) {
    return server.url("/").toString().replaceFirst("/$", "") + target;
  }

  private static void assertRefusedWithOneByteChanged(ArrivedRequest request) {
    assertThat(VERIFIER.accepts(request)).isTrue();
    assertThat(VERIFIER.accepts(request.withMethod("PUT"))).isFalse();
    assertThat(VERIFIER.accepts(request.withTarget("/x" + request.target().substring(1))))
        .isFalse();
    assertThat(VERIFIER.accepts(request.withTarget(request.target() + "x"))).isFalse();
    assertThat(VERIFIER.accepts(request.withHeader("Host", "other.test"))).isFalse();
    assertThat(VERIFIER.accepts(request.withHeader("X-Lines", "one, two, four"))).isFalse();
    assertThat(VERIFIER.accepts(request.withHeader("X-Map", "a=(1 3);x"))).isFalse();
    String input = request.header("Signature-Input");
    assertThat(
            VERIFIER.accepts(
                request.withHeader("Signature-Input", input.replace("nonce=\"", "nonce=\"x"))))
        .isFalse();
  }
}
