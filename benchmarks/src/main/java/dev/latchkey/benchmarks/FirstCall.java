package dev.latchkey.benchmarks;

import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The first call of a new JVM, client and keyring made for it, over loopback; with Latchkey it
 * carries an HS256 token. What is measured are the milliseconds that it takes and the classes that
 * it loads.
 *
 * <p>Arguments: {@code okhttp} or {@code jdk}; {@code bare} or {@code latchkey}; a file for the
 * result.
 */
public final class FirstCall {
  private FirstCall() {}

  /** Makes the call. */
  public static void main(String[] args) throws Exception {
    String origin = new LoopbackServer().origin();
    var classes = ManagementFactory.getClassLoadingMXBean();
    String secret = JdkSigners.secret();
    long loaded = classes.getTotalLoadedClassCount();
    long start = System.nanoTime();
    switch (args[0] + " " + args[1]) {
      case "okhttp bare" -> okHttp(new OkHttpClient(), origin);
      case "okhttp latchkey" ->
          okHttp(
              KeyringInterceptor.install(new OkHttpClient.Builder(), keyring(origin, secret))
                  .build(),
              origin);
      case "jdk bare" -> jdk(HttpClient.newHttpClient(), origin);
      case "jdk latchkey" ->
          jdk(KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring(origin, secret)), origin);
      default -> throw new IllegalArgumentException(args[0] + " " + args[1]);
    }
    long took = System.nanoTime() - start;
    long more = classes.getTotalLoadedClassCount() - loaded;
    Results results = new Results();
    results.add(args[0] + " ms " + args[1], took / 1e6);
    results.add(args[0] + " classes " + args[1], (double) more);
    results.write(Path.of(args[2]));
    System.exit(0);
  }

  private static Keyring keyring(String origin, String secret) {
    JwtScheme scheme =
        JwtScheme.signedWith(SigningKey.hs256(secret))
            .issuer("issuer")
            .lifetime(Duration.ofMinutes(5))
            .build();
    return Keyring.builder().add(origin, scheme).build();
  }

  private static void okHttp(OkHttpClient client, String origin) throws IOException {
    Request request = new Request.Builder().url(origin).build();
    try (Response response = client.newCall(request).execute()) {
      EqualWork.check(response.body().bytes().length == 2, "answer");
    }
  }

  private static void jdk(HttpClient client, String origin) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/")).build();
    byte[] body = client.send(request, BodyHandlers.ofByteArray()).body();
    EqualWork.check(body.length == 2, "answer");
  }
}
