package dev.latchkey.examples.samples;

import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Sends a token signed by HS256, with the JDK's client. Arguments: API URL, secret's file. */
public final class SignedToken {
  public static void main(String[] args) throws Exception {
    String secret = Files.readString(Path.of(args[1])).strip();
    JwtScheme acme =
        JwtScheme.signedWith(SigningKey.hs256(secret))
            .issuer("my-app")
            .audience("acme")
            // Reused for seven to eight minutes; perRequest() would sign a token for each request.
            .lifetime(Duration.ofMinutes(10))
            .build();
    try (Keyring keyring = Keyring.builder().add(args[0], acme).build()) {
      HttpClient client = KeyringHttpClient.newBuilder(keyring).build();
      for (int id = 1; id <= 3; id++) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + "/orders/" + id)).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body());
      }
    }
  }
}
