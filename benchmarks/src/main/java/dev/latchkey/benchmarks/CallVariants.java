package dev.latchkey.benchmarks;

import com.auth0.jwt.algorithms.Algorithm;
import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import dev.latchkey.vendor.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 *   <li>{@code latchkey-remembered}: the signature of {@code ApiKey.signed}, the same for a second;
 *   <li>{@code latchkey-hs256} and {@code java-jwt}: a token signed for each request.
 * </ul>
 */
final class CallVariants {
  private static final String AUTHORIZATION = "Authorization";
  private static final String SIGNATURE = "x-signature";
  private static final String VALUE = "Bearer " + "t".repeat(144);

  /** The variants that send {@link #VALUE}. */
  private static final Set<String> CONSTANT =
      Set.of("by-hand", "interceptor", "two-interceptors", "latchkey-cached");

  private final LoopbackServer server;
  private final URI uri;
  private final String secret = Keys.secret();
  private final Algorithm algorithm = Algorithm.HMAC256(secret);
  private final TokenSigner javaJwt = PeerSigners.javaJwt(algorithm, null);

  CallVariants(LoopbackServer server) {
    this.server = server;
    this.uri = URI.create(server.origin() + SigningWork.PATH);
  }

  Map<String, PairedCalls.Call> okHttp() {
    Request plain = new Request.Builder().url(uri.toString()).build();
    Request withHeader = plain.newBuilder().header(AUTHORIZATION, VALUE).build();
    // One pool of connections and threads for all.
    OkHttpClient client = new OkHttpClient();
    Map<String, PairedCalls.Call> calls = new LinkedHashMap<>();
    calls.put("none", () -> read(client, plain));
    calls.put("by-hand", () -> read(client, withHeader));
    calls.put(
        "interceptor", intercepted(client, plain, chain -> proceed(chain, AUTHORIZATION, VALUE)));
    calls.put("two-interceptors", twoInterceptors(client, plain));
    calls.put("latchkey-cached", okHttp(client, plain, LatchkeyCredentials.scheme(VALUE)));
    calls.put("latchkey-remembered", okHttp(client, plain, remembered()));
    calls.put("latchkey-hs256", okHttp(client, plain, hs256()));
    calls.put("java-jwt", intercepted(client, plain, chain -> proceed(chain, SIGNATURE, sign())));
    return calls;
  }

  private static PairedCalls.Call intercepted(
      OkHttpClient client, Request request, Interceptor added) {
    OkHttpClient with = client.newBuilder().addInterceptor(added).build();
    return () -> read(with, request);
  }

  private static PairedCalls.Call twoInterceptors(OkHttpClient client, Request request) {
    Interceptor tags =
        chain ->
            chain.proceed(
                chain.request().newBuilder().tag(StringBuilder.class, new StringBuilder()).build());
    OkHttpClient with =
        client
            .newBuilder()
            .addInterceptor(tags)
            .addNetworkInterceptor(chain -> proceed(chain, AUTHORIZATION, VALUE))
            .build();
    return () -> read(with, request);
  }

  private PairedCalls.Call okHttp(OkHttpClient client, Request request, AuthScheme scheme) {
    OkHttpClient with = KeyringInterceptor.install(client.newBuilder(), keyring(scheme)).build();
    return () -> read(with, request);
  }

  private static Response proceed(Interceptor.Chain chain, String name, String value)
      throws IOException {
    return chain.proceed(chain.request().newBuilder().header(name, value).build());
  }

  private static void read(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      EqualWork.check(response.body().bytes().length == 2, "answer");
    }
  }

  Map<String, PairedCalls.Call> jdk() {
    HttpRequest plain = HttpRequest.newBuilder(uri).build();
    HttpRequest withHeader = copy(plain, AUTHORIZATION, VALUE);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Map<String, PairedCalls.Call> calls = new LinkedHashMap<>();
    calls.put("none", () -> read(client, plain));
    calls.put("by-hand", () -> read(client, withHeader));
    calls.put("interceptor", () -> read(client, copy(plain, AUTHORIZATION, VALUE)));
    calls.put("latchkey-cached", jdk(client, plain, LatchkeyCredentials.scheme(VALUE)));
    calls.put("latchkey-remembered", jdk(client, plain, remembered()));
    calls.put("latchkey-hs256", jdk(client, plain, hs256()));
    calls.put("java-jwt", () -> read(client, copy(plain, SIGNATURE, sign())));
    return calls;
  }

  private PairedCalls.Call jdk(HttpClient client, HttpRequest request, AuthScheme scheme) {
    HttpClient with = KeyringHttpClient.wrap(client, keyring(scheme));
    return () -> read(with, request);
  }

  private static HttpRequest copy(HttpRequest request, String name, String value) {
    return HttpRequest.newBuilder(request, (header, old) -> true).setHeader(name, value).build();
  }

  private static void read(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    byte[] body = client.send(request, BodyHandlers.ofByteArray()).body();
    EqualWork.check(body.length == 2, "answer");
  }

  private Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add(server.origin(), scheme).build();
  }

  private AuthScheme remembered() {
    return ApiKey.signed(SigningWork.PATH, secret);
  }

  private AuthScheme hs256() {
    return LatchkeySigners.perRequest(SigningKey.hs256(secret));
  }

  private String sign() throws IOException {
    try {
      return javaJwt.sign(uri.getRawPath(), SigningWork::exp);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Looks at what arrives at the server of each variant. */
  void check(Map<String, PairedCalls.Call> calls) throws Exception {
    for (Map.Entry<String, PairedCalls.Call> call : calls.entrySet()) {
      String variant = call.getKey();
      String head = server.headOf(call.getValue());
      String authorization = header(head, AUTHORIZATION);
      boolean cached = CONSTANT.contains(variant);
      EqualWork.checkEqual(variant, cached ? VALUE : "", authorization);
      boolean signs = !cached && !variant.equals("none");
      EqualWork.check(signs != header(head, SIGNATURE).isEmpty(), variant);
      if (signs) {
        SigningWork.verify(
            (key, exp) -> header(server.headOf(call.getValue()), SIGNATURE),
            (token, exp) -> EqualWork.checkHmac("HS256", token, SigningWork.PATH, exp, secret));
      }
    }
  }

  private static String header(String head, String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElse("");
  }
}
