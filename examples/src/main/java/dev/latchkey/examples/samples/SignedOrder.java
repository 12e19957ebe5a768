package dev.latchkey.examples.samples;

import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.examples.LoopbackServer;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.signatures.HttpSignature;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/** A request that is signed by RFC 9421: method, URI and body, which the API verifies. */
public final class SignedOrder {
  private static final String SECRET = "shared-by-shop-and-api";

  private SignedOrder() {}

  /** {@code java -cp examples/target/latchkey.jar dev.latchkey.examples.samples.SignedOrder}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    run(System.out);
  }

  static void run(PrintStream out) throws IOException, InterruptedException {
    HttpSignature signature =
        HttpSignature.signedWith(SigningKey.hs256(SECRET).withKeyId("shop"))
            .components("@method", "@request-target", "content-digest")
            .build();
    try (LoopbackServer api = LoopbackServer.start("127.0.0.1", request -> orders(request, out));
        Keyring keyring = Keyring.builder().add(api.origin(), signature).build()) {
      HttpClient client = KeyringHttpClient.newBuilder(keyring).build();
      HttpRequest order =
          HttpRequest.newBuilder(api.uri("/orders?express"))
              .POST(BodyPublishers.ofString("{\"cups\":2}"))
              .build();
      out.println("order: " + client.send(order, BodyHandlers.ofString()).statusCode());
    }
  }

  private static MockResponse orders(RecordedRequest request, PrintStream out) {
    String input = request.getHeaders().get("Signature-Input").replaceFirst("^sig1=", "");
    String base =
        "\"@method\": "
            + request.getMethod()
            + "\n\"@request-target\": "
            + request.getTarget()
            + "\n\"content-digest\": sha-256=:"
            + request.getBody().sha256().base64()
            + ":\n\"@signature-params\": "
            + input;
    ByteString hmac = ByteString.encodeUtf8(base).hmacSha256(ByteString.encodeUtf8(SECRET));
    boolean isSigned =
        ("sig1=:" + hmac.base64() + ":").equals(request.getHeaders().get("Signature"));
    out.println(
        "arrived: " + request.getBody().utf8() + ", " + input.replaceAll("created=\\d+;", ""));
    return new MockResponse.Builder().code(isSigned ? 201 : 401).build();
  }
}
