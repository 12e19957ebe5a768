package dev.latchkey.signatures;

import static dev.latchkey.signatures.SignaturePart.BODY;
import static dev.latchkey.signatures.SignaturePart.EPOCH_MILLIS;
import static dev.latchkey.signatures.SignaturePart.HOST;
import static dev.latchkey.signatures.SignaturePart.METHOD;
import static dev.latchkey.signatures.SignaturePart.PATH_AND_QUERY;
import static dev.latchkey.signatures.SignaturePart.RANDOM_ID;
import static dev.latchkey.signatures.SignaturePart.hex;
import static dev.latchkey.signatures.SignaturePart.signature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is signed is what a server gets, through both clients. */
class HmacSignatureClientsTest {
  private static final byte[] BINARY = {0, (byte) 0xff, '\r', '\n', (byte) 0xc3};

  enum Client {
    OKHTTP {
      @Override
      int post(Keyring keyring, URI uri, byte[] body) throws Exception {
        OkHttpClient client =
            KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
        Request request =
            new Request.Builder().url(uri.toString()).post(RequestBody.create(body)).build();
        try (Response response = client.newCall(request).execute()) {
          return response.code();
        }
      }
    },
    JDK {
      @Override
      int post(Keyring keyring, URI uri, byte[] body) throws Exception {
        HttpClient client = KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring);
        HttpRequest request =
            HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
      }
    };

    abstract int post(Keyring keyring, URI uri, byte[] body) throws Exception;
  }

  /** The key is rotated while the server already wants the new one. */
  @ParameterizedTest
  @EnumSource
  void aServerGetsWhatWasSignedAndARefusalIsSignedAnew(Client client) throws Exception {
    AtomicReference<SigningKey> key = new AtomicReference<>(SigningKey.hs256("old"));
    HmacSignature scheme =
        HmacSignature.signedWith(key::get)
            .header("X-Id", RANDOM_ID)
            .query("time", EPOCH_MILLIS)
            .query("signature", hex(signature(RANDOM_ID, METHOD, HOST, PATH_AND_QUERY, BODY)))
            .build();
    try (MockWebServer server = new MockWebServer()) {
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              key.set(SigningKey.hs256("new"));
              return new MockResponse.Builder()
                  .code(isSignedWith("new", request) ? 200 : 401)
                  .build();
            }
          });
      server.start(InetAddress.getLoopbackAddress(), 0);
      String origin = "http://127.0.0.1:" + server.getPort();
      try (Keyring keyring = Keyring.builder().add(origin, scheme).build()) {
        int status = client.post(keyring, URI.create(origin + "/a%20b?x=%C3%BC&y"), BINARY);

        RecordedRequest refused = server.takeRequest();
        RecordedRequest accepted = server.takeRequest();
        assertThat(status).isEqualTo(200);
        assertThat(isSignedWith("old", refused)).isTrue();
        assertThat(isSignedWith("new", accepted)).isTrue();
        assertThat(List.of(refused.getBody(), accepted.getBody()))
            .containsOnly(ByteString.of(BINARY));
        assertThat(accepted.getHeaders().get("X-Id"))
            .isNotEqualTo(refused.getHeaders().get("X-Id"));
      }
    }
  }

  private static boolean isSignedWith(String secret, RecordedRequest request) {
    String[] target = request.getTarget().split("&signature=", -1);
    assertThat(target).hasSize(2);
    assertThat(target[0]).matches("/a%20b\\?x=%C3%BC&y&time=\\d{13}");
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(
        HmacBytes.utf8(
            request.getHeaders().get("X-Id")
                + "POST"
                + request.getHeaders().get("Host")
                + target[0]));
    signed.writeBytes(BINARY);
    return HmacBytes.of("HmacSHA256", HmacBytes.utf8(secret), signed.toByteArray())
        .hex()
        .equals(target[1]);
  }
}
