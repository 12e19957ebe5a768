package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.benchmarks.PairedCalls.Call;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The same call in the ways in which it may be authenticated:
 *
 * <ul>
 *   <li>{@code none}, and {@code by-hand}: the header is on the request that is sent again and
 *       again;
 *   <li>{@code interceptor}: put on by an interceptor or by a copy of the request, a constant;
 *   <li>{@code two-interceptors}, OkHttp alone: the least that sees whole calls and each hop, as
 *       Latchkey has to: one tags the request, one on the network puts the constant on;
 *   <li>{@code latchkey-cached}: the same value out of a keyring;
 *   <li>{@code latchkey-hs256} and {@code java-jwt}: a token signed for each request.
 * </ul>
 */
final class CallVariants {
  private static final String AUTHORIZATION = "Authorization";
  private static final String SIGNATURE = "x-signature";
  private static final String VALUE = "Bearer " + "t".repeat(144);
  private static final AuthScheme CACHED = Caches.scheme(() -> VALUE, Caches.Terms.HOUR);

  private final LoopbackServer server;
  private final URI uri;
  private final String secret = JdkSigners.secret();
  private final SigningKey key = SigningKey.hs256(secret);
  private final TokenSigner javaJwt =
      PeerSigners.javaJwt(
          "HS256", new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

  CallVariants(LoopbackServer server) {
    this.server = server;
    this.uri = URI.create(server.origin() + TokenSigner.PATH);
  }

  Map<String, Call> okHttp() {
    // One pool of connections and threads for all.
    OkHttpClient bare = new OkHttpClient();
    Request plain = new Request.Builder().url(uri.toString()).build();
    Interceptor constant = chain -> chain.proceed(with(chain.request(), AUTHORIZATION, VALUE));
    Interceptor signing = chain -> chain.proceed(with(chain.request(), SIGNATURE, sign()));
    Interceptor tags =
        chain ->
            chain.proceed(
                chain.request().newBuilder().tag(StringBuilder.class, new StringBuilder()).build());
    OkHttpClient.Builder two = bare.newBuilder().addInterceptor(tags);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("none", call(bare.newBuilder(), plain));
    calls.put("by-hand", call(bare.newBuilder(), with(plain, AUTHORIZATION, VALUE)));
    calls.put("interceptor", call(bare.newBuilder().addInterceptor(constant), plain));
    calls.put("two-interceptors", call(two.addNetworkInterceptor(constant), plain));
    calls.put("latchkey-cached", call(installed(bare, CACHED), plain));
    calls.put("latchkey-hs256", call(installed(bare, SigningBenchmark.perRequest(key)), plain));
    calls.put("java-jwt", call(bare.newBuilder().addInterceptor(signing), plain));
    return calls;
  }

  private static Request with(Request request, String name, String value) {
    return request.newBuilder().header(name, value).build();
  }

  private OkHttpClient.Builder installed(OkHttpClient client, AuthScheme scheme) {
    return KeyringInterceptor.install(client.newBuilder(), keyring(scheme));
  }

  private static Call call(OkHttpClient.Builder builder, Request request) {
    OkHttpClient client = builder.build();
    return () -> {
      try (Response response = client.newCall(request).execute()) {
        EqualWork.check(response.body().bytes().length == 2, "answer");
      }
    };
  }

  Map<String, Call> jdk() {
    HttpClient bare = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpClient cached = KeyringHttpClient.wrap(bare, keyring(CACHED));
    HttpClient signing = KeyringHttpClient.wrap(bare, keyring(SigningBenchmark.perRequest(key)));
    HttpRequest plain = HttpRequest.newBuilder(uri).build();
    HttpRequest byHand = with(plain, AUTHORIZATION, VALUE);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("none", () -> call(bare, plain));
    calls.put("by-hand", () -> call(bare, byHand));
    calls.put("interceptor", () -> call(bare, with(plain, AUTHORIZATION, VALUE)));
    calls.put("latchkey-cached", () -> call(cached, plain));
    calls.put("latchkey-hs256", () -> call(signing, plain));
    calls.put("java-jwt", () -> call(bare, with(plain, SIGNATURE, sign())));
    return calls;
  }

  private static HttpRequest with(HttpRequest request, String name, String value) {
    return HttpRequest.newBuilder(request, (header, old) -> true).setHeader(name, value).build();
  }

  private static void call(HttpClient client, HttpRequest request) throws Exception {
    byte[] body = client.send(request, BodyHandlers.ofByteArray()).body();
    EqualWork.check(body.length == 2, "answer");
  }

  private Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add(server.origin(), scheme).build();
  }

  private String sign() throws IOException {
    try {
      return javaJwt.sign(uri.getRawPath(), TokenSigner::exp);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Looks at what arrives at the server of each variant. */
  void check(Map<String, Call> calls) throws Exception {
    for (Map.Entry<String, Call> entry : calls.entrySet()) {
      Call call = entry.getValue();
      boolean signs = Set.of("latchkey-hs256", "java-jwt").contains(entry.getKey());
      boolean constant = !signs && !entry.getKey().equals("none");
      EqualWork.checkEqual(entry.getKey(), constant ? VALUE : "", arrived(call, AUTHORIZATION));
      EqualWork.check(signs != arrived(call, SIGNATURE).isEmpty(), entry.getKey());
      if (signs) {
        EqualWork.checkHmac("HS256", (path, exp) -> arrived(call, SIGNATURE), secret);
      }
    }
  }

  private String arrived(Call call, String name) throws Exception {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return server
        .headOf(call)
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElse("");
  }
}
