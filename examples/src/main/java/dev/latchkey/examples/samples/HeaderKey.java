package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Sends an API key in a header, with OkHttp. Arguments: the API's URL, a file with the key. */
public final class HeaderKey {
  public static void main(String[] args) throws Exception {
    String apiKey = Files.readString(Path.of(args[1])).strip();
    AuthScheme acme = AuthScheme.header("x-api-key", apiKey);
    try (Keyring keyring = Keyring.builder().add(args[0], acme).build()) {
      OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
      Request request = new Request.Builder().url(args[0] + "/v1/things").build();
      try (Response response = client.newCall(request).execute()) {
        System.out.println(response.code() + " " + response.body().string());
      }
    }
  }
}
