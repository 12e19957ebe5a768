package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.oauth2.TokenRequest;
import dev.latchkey.okhttp.KeyringInterceptor;
import dev.latchkey.okhttp.OkHttpTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Fetches a token and sends it thrice. Arguments: token endpoint, API URL, secret's file. */
public final class FetchedToken {
  public static void main(String[] args) throws Exception {
    OkHttpClient plain = new OkHttpClient();
    AuthScheme token =
        TokenRequest.clientCredentials(args[0])
            .clientSecretBasic("shop", Files.readString(Path.of(args[2])).strip())
            .scope("orders.read")
            .transport(OkHttpTransport.of(plain)) // The proxy, TLS and DNS of that client.
            .build();
    try (Keyring keyring = Keyring.builder().add(args[1], token).build()) {
      OkHttpClient client = KeyringInterceptor.install(plain.newBuilder(), keyring).build();
      for (int id = 1; id <= 3; id++) {
        Request request = new Request.Builder().url(args[1] + "/orders/" + id).build();
        try (Response response = client.newCall(request).execute()) {
          System.out.println(response.code() + " " + response.body().string());
        }
      }
    }
  }
}
