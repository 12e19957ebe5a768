package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import feign.Feign;
import feign.Param;
import feign.RequestLine;
import feign.okhttp.OkHttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives Feign an OkHttp client. Arguments: the API's URL, a file with the password. */
public final class FeignOrders {
  interface Orders {
    @RequestLine("GET /orders/{id}")
    String find(@Param("id") int id);
  }

  public static void main(String[] args) throws Exception {
    String password = Files.readString(Path.of(args[1])).strip();
    AuthScheme acme = AuthScheme.basic("shop", password);
    try (Keyring keyring = Keyring.builder().add(args[0], acme).build()) {
      okhttp3.OkHttpClient client =
          KeyringInterceptor.install(new okhttp3.OkHttpClient.Builder(), keyring).build();
      Orders orders =
          Feign.builder().client(new OkHttpClient(client)).target(Orders.class, args[0]);
      System.out.println(orders.find(1));
    }
  }
}
