package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.benchmarks.ContenderBenchmark.Work;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * The same call in the ways in which it may be authenticated:
 *
 * <ul>
 *   <li>{@code none}, and {@code by-hand}: the header is on the request, which is sent again;
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
  private static final AuthScheme CACHED = Caches.constant(VALUE);

  /** One for all, with its threads. */
  private static final HttpClient JDK =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Its pool looks at each connection for each call, those to other servers too, oldest first. */
  private final OkHttpClient okHttp =
      new OkHttpClient.Builder()
          .connectionPool(new ConnectionPool(256, 5, TimeUnit.MINUTES))
          .build();

  private final LoopbackServer server = new LoopbackServer();
  private final URI uri = URI.create(server.origin() + TokenSigner.PATH);
  private final SecretKey secret = Signers.key("HS256", Signers.secret());
  private final AuthScheme hs256 =
      SigningBenchmark.perRequest(SigningKey.hs256(secret.getEncoded()));
  private final TokenSigner javaJwt = Signers.javaJwt("HS256", secret);

  CallVariants() throws IOException {}

  /** Returns all that one client has, each checked by what arrives at the server. */
  Map<String, Work> of(String client) throws Exception {
    Map<String, Work> calls = client.equals("okhttp") ? okHttp() : jdk();
    for (Map.Entry<String, Work> entry : calls.entrySet()) {
      String name = entry.getKey();
      Work call = entry.getValue();
      boolean signs = Set.of("latchkey-hs256", "java-jwt").contains(name);
      String constant = signs || name.equals("none") ? "" : VALUE;
      EqualWork.check(authorization(call).equals(constant), name);
      EqualWork.check(signs != server.arrived(call, SIGNATURE).isEmpty(), name);
      if (signs) {
        EqualWork.checkToken("HS256", (path, exp) -> server.arrived(call, SIGNATURE), secret);
      }
    }
    // The same once more tells what a difference is worth.
    calls.put("none-again", Objects.requireNonNull(calls.get("none")));
    calls.put("by-hand-again", Objects.requireNonNull(calls.get("by-hand")));
    return calls;
  }

  private Map<String, Work> okHttp() {
    Request plain = new Request.Builder().url(uri.toString()).build();
    Interceptor constant = chain -> chain.proceed(with(chain.request(), AUTHORIZATION, VALUE));
    Interceptor signing = chain -> chain.proceed(with(chain.request(), SIGNATURE, sign()));
    Interceptor tags =
        chain ->
            chain.proceed(
                chain.request().newBuilder().tag(StringBuilder.class, new StringBuilder()).build());
    OkHttpClient.Builder two = okHttp.newBuilder().addInterceptor(tags);
    Map<String, Work> calls = new LinkedHashMap<>();
    calls.put("none", call(okHttp.newBuilder(), plain));
    calls.put("by-hand", call(okHttp.newBuilder(), with(plain, AUTHORIZATION, VALUE)));
    calls.put("interceptor", call(okHttp.newBuilder().addInterceptor(constant), plain));
    calls.put("two-interceptors", call(two.addNetworkInterceptor(constant), plain));
    calls.put("latchkey-cached", authenticated("okhttp", CACHED));
    calls.put("latchkey-hs256", authenticated("okhttp", hs256));
    calls.put("java-jwt", call(okHttp.newBuilder().addInterceptor(signing), plain));
    return calls;
  }

  private Map<String, Work> jdk() {
    HttpRequest plain = HttpRequest.newBuilder(uri).build();
    HttpRequest byHand = with(plain, AUTHORIZATION, VALUE);
    Map<String, Work> calls = new LinkedHashMap<>();
    calls.put("none", turn -> LoopbackServer.call(JDK, plain));
    calls.put("by-hand", turn -> LoopbackServer.call(JDK, byHand));
    calls.put("interceptor", turn -> LoopbackServer.call(JDK, with(plain, AUTHORIZATION, VALUE)));
    calls.put("latchkey-cached", authenticated("jdk", CACHED));
    calls.put("latchkey-hs256", authenticated("jdk", hs256));
    calls.put("java-jwt", turn -> LoopbackServer.call(JDK, with(plain, SIGNATURE, sign())));
    return calls;
  }

  /** Returns what a call sends to authenticate itself. */
  String authorization(Work call) throws Exception {
    return server.arrived(call, AUTHORIZATION);
  }

  /** Returns a call of one client that a scheme authenticates. */
  Work authenticated(String client, AuthScheme scheme) {
    Keyring keyring = Keyring.builder().add(server.origin(), scheme).build();
    if (client.equals("okhttp")) {
      return call(
          KeyringInterceptor.install(okHttp.newBuilder(), keyring),
          new Request.Builder().url(uri.toString()).build());
    }
    HttpClient wrapped = KeyringHttpClient.wrap(JDK, keyring);
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return turn -> LoopbackServer.call(wrapped, request);
  }

  private static Work call(OkHttpClient.Builder builder, Request request) {
    OkHttpClient client = builder.build();
    return turn -> LoopbackServer.call(client, request);
  }

  private static Request with(Request request, String name, String value) {
    return request.newBuilder().header(name, value).build();
  }

  private static HttpRequest with(HttpRequest request, String name, String value) {
    return HttpRequest.newBuilder(request, (header, old) -> true).setHeader(name, value).build();
  }

  private String sign() throws IOException {
    try {
      return javaJwt.sign(uri.getRawPath(), TokenSigner::exp);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
