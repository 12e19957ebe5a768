package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Has an API key for each of two tenants. Arguments: the API's URL, a file with each key. */
public final class Tenants {
  public static void main(String[] args) throws Exception {
    AuthScheme red = AuthScheme.header("x-api-key", Files.readString(Path.of(args[1])).strip());
    AuthScheme blue = AuthScheme.header("x-api-key", Files.readString(Path.of(args[2])).strip());
    Map<String, AuthScheme> tenants = Map.of("red", red, "blue", blue);
    // X-Tenant is for the scheme alone, and is not sent. A call without a known tenant fails.
    AuthScheme byTenant =
        AuthScheme.computed(
                context ->
                    context.credential(context.header("X-Tenant").map(tenants::get).orElseThrow()))
            .consuming("X-Tenant");
    try (Keyring keyring = Keyring.builder().add(args[0], byTenant).build()) {
      HttpClient client = KeyringHttpClient.newBuilder(keyring).build();
      for (String tenant : tenants.keySet()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(args[0] + "/orders"))
                .header("X-Tenant", tenant)
                .build();
        System.out.println(tenant + ": " + client.send(request, BodyHandlers.ofString()).body());
      }
    }
  }
}
