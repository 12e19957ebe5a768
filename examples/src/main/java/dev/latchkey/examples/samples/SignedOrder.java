package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.signatures.HttpSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signs method, target and body by RFC 9421. Arguments: the API's URL, a file with the secret. */
public final class SignedOrder {
  public static void main(String[] args) throws Exception {
    String secret = Files.readString(Path.of(args[1])).strip();
    AuthScheme signature =
        HttpSignature.signedWith(SigningKey.hs256(secret).withKeyId("shop"))
            .components("@method", "@request-target", "content-digest")
            .build();
    try (Keyring keyring = Keyring.builder().add(args[0], signature).build()) {
      HttpClient client = KeyringHttpClient.newBuilder(keyring).build();
      HttpRequest order =
          HttpRequest.newBuilder(URI.create(args[0] + "/orders?express"))
              .POST(BodyPublishers.ofString("{\"cups\":2}"))
              .build();
      HttpResponse<String> response = client.send(order, BodyHandlers.ofString());
      System.out.println(response.statusCode() + " " + response.body());
    }
  }
}
