package dev.latchkey.benchmarks;

import dev.latchkey.JwtScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;

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
    String url = new LoopbackServer().origin() + "/";
    var classes = ManagementFactory.getClassLoadingMXBean();
    String secret = Signers.secret();
    long loaded = classes.getTotalLoadedClassCount();
    long start = System.nanoTime();
    if (args[0].equals("okhttp")) {
      OkHttpClient.Builder builder = new OkHttpClient.Builder();
      if (args[1].equals("latchkey")) {
        builder = KeyringInterceptor.install(builder, keyring(url, secret));
      }
      LoopbackServer.call(builder.build(), new Request.Builder().url(url).build());
    } else {
      HttpClient client = HttpClient.newHttpClient();
      if (args[1].equals("latchkey")) {
        client = KeyringHttpClient.wrap(client, keyring(url, secret));
      }
      LoopbackServer.call(client, HttpRequest.newBuilder(URI.create(url)).build());
    }
    long took = System.nanoTime() - start;
    long more = classes.getTotalLoadedClassCount() - loaded;
    Results results = new Results();
    results.add(args[0] + " ms " + args[1], took / 1e6);
    results.add(args[0] + " classes " + args[1], (double) more);
    results.writeAndExit(args[2]);
  }

  private static Keyring keyring(String origin, String secret) {
    var jwt = JwtScheme.signedWith(SigningKey.hs256(secret)).issuer("issuer");
    return Keyring.builder().add(origin, jwt.lifetime(Duration.ofMinutes(5)).build()).build();
  }
}
