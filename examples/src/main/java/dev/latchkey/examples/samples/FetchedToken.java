package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.examples.LoopbackServer;
import dev.latchkey.oauth2.TokenRequest;
import dev.latchkey.okhttp.KeyringInterceptor;
import dev.latchkey.okhttp.OkHttpTransport;
import java.io.IOException;
import java.io.PrintStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A token that is fetched: three calls to an API send one that its authorization server gave. */
public final class FetchedToken {
  private FetchedToken() {}

  /** {@code java -cp examples/target/latchkey.jar dev.latchkey.examples.samples.FetchedToken}. */
  public static void main(String[] arguments) throws IOException {
    run(System.out);
  }

  static void run(PrintStream out) throws IOException {
    OkHttpClient bare = new OkHttpClient();
    try (LoopbackServer login = LoopbackServer.start("localhost", request -> login(request, out));
        LoopbackServer api = LoopbackServer.start("127.0.0.1", FetchedToken::orders)) {
      AuthScheme token =
          TokenRequest.clientCredentials(login.uri("/oauth2/token").toString())
              .clientSecretBasic("shop", "a+b")
              .scope("orders.read")
              .transport(OkHttpTransport.of(bare))
              .build();
      try (Keyring keyring = Keyring.builder().add(api.origin(), token).build()) {
        OkHttpClient client = KeyringInterceptor.install(bare.newBuilder(), keyring).build();
        for (int i = 1; i <= 3; i++) {
          Request request = new Request.Builder().url(api.origin() + "/orders/" + i).build();
          try (Response response = client.newCall(request).execute()) {
            out.println("order " + i + ": " + response.code());
          }
        }
      }
    }
  }

  private static MockResponse login(RecordedRequest request, PrintStream out) {
    boolean known = "Basic c2hvcDphJTJCYg==".equals(request.getHeaders().get("Authorization"));
    out.println("asked for a token: " + request.getBody().utf8());
    String answer = "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
    return new MockResponse.Builder().code(known ? 200 : 401).body(known ? answer : "{}").build();
  }

  private static MockResponse orders(RecordedRequest request) {
    boolean sent = "Bearer t1".equals(request.getHeaders().get("Authorization"));
    return new MockResponse.Builder().code(sent ? 200 : 401).build();
  }
}
