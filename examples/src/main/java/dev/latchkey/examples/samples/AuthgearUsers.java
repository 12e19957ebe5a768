package dev.latchkey.examples.samples;

import dev.latchkey.KeyFile;
import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.vendor.AuthgearAdmin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** Counts the users of an Authgear project. Arguments: its URL, its id, a folder of key files. */
public final class AuthgearUsers {
  public static void main(String[] args) throws Exception {
    // The newest <key id>.pem in the folder, also after a new one was put there.
    KeyFile key = KeyFile.newestIn(Path.of(args[2]));
    Keyring.Builder keys = Keyring.builder().add(args[0], AuthgearAdmin.project(args[1], key));
    try (Keyring keyring = keys.build()) {
      HttpClient client = KeyringHttpClient.newBuilder(keyring).build();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(args[0] + "/_api/admin/graphql"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"query\":\"{ users { totalCount } }\"}"))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      System.out.println(response.statusCode() + " " + response.body());
    }
  }
}
