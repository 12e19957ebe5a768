package dev.latchkey.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A token, already at hand, put on a request of OkHttp: an interceptor on a stub of its chain, with
 * a call of its own each time, and no network. {@code floor} adds a constant header to a copy of
 * the request, which is what every interceptor has to do.
 *
 * <p>{@code latchkey-hop} is one hop of a call that is under way: the half of the installed
 * interceptor that does what the floor does. {@code latchkey-installed} is a whole call with both
 * halves: the rules of the call, the look at its answer, and one hop. {@code
 * latchkey-network-alone} is the partial form, in which the network half finds the state of each
 * call in a weak map.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OkHttpAttachBenchmark {
  private static final String AUTHORIZATION = "Authorization";
  private static final String ORIGIN = "https://api.example.com";

  /** Who attaches. */
  @Param({
    "nothing-added",
    "floor",
    "concatenated",
    "holder",
    "caffeine",
    "latchkey-hop",
    "latchkey-installed",
    "latchkey-network-alone"
  })
  public String contender = "floor";

  /** How long the token is: as by HS256, and as by RS256. */
  @Param({"144", "520"})
  public int tokenLength = 144;

  private final Request request = new Request.Builder().url(ORIGIN + "/v1/orders/1").build();
  private final StubConnection connection = new StubConnection();
  private final Response response = response(request);

  /** Null where the contender is on the network only. */
  private @Nullable Interceptor application;

  /** Null where each measured call is a new one. */
  private @Nullable OngoingCall ongoing;

  private Request hop = request;

  private Interceptor network = chain -> chain.proceed(chain.request());

  /** The request as it would leave. */
  private @Nullable Request sent;

  /** Makes the contender and checks the request that it sends. */
  @Setup
  public void setUp() throws IOException {
    String token = "t".repeat(tokenLength);
    install(token);
    attach();
    Request last = sent;
    String expected = contender.equals("nothing-added") ? null : "Bearer " + token;
    EqualWork.check(
        last != null
            && last.url().equals(request.url())
            && last.headers(AUTHORIZATION).size() == last.headers().size()
            && String.valueOf(expected).equals(String.valueOf(last.header(AUTHORIZATION))),
        "request");
  }

  private void install(String token) throws IOException {
    String value = "Bearer " + token;
    switch (contender) {
      case "nothing-added" ->
          network = chain -> chain.proceed(chain.request().newBuilder().build());
      case "floor" -> network = chain -> chain.proceed(with(chain.request(), value));
      case "concatenated" ->
          network = chain -> chain.proceed(with(chain.request(), "Bearer " + token));
      case "holder" -> {
        CachedCredential holder =
            HolderCredentials.field(value, System::nanoTime, TimeUnit.SECONDS.toNanos(1));
        network = chain -> chain.proceed(with(chain.request(), held(holder)));
      }
      case "caffeine" -> {
        LoadingCache<String, String> cache =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).build(origin -> value);
        network = chain -> chain.proceed(with(chain.request(), cache.get(ORIGIN)));
      }
      case "latchkey-hop" -> {
        OkHttpClient.Builder installed =
            KeyringInterceptor.install(new OkHttpClient.Builder(), keyring(value));
        ongoing = new OngoingCall(installed.interceptors().get(0), request, response);
        hop = ongoing.request();
        network = installed.networkInterceptors().get(0);
      }
      case "latchkey-network-alone" ->
          network = KeyringInterceptor.networkInterceptor(keyring(value));
      case "latchkey-installed" -> {
        OkHttpClient.Builder installed =
            KeyringInterceptor.install(new OkHttpClient.Builder(), keyring(value));
        application = installed.interceptors().get(0);
        network = installed.networkInterceptors().get(0);
      }
      default -> throw new IllegalArgumentException(contender);
    }
  }

  static Keyring keyring(String value) {
    return Keyring.builder().add(ORIGIN, LatchkeyCredentials.scheme(value)).build();
  }

  private static String held(CachedCredential holder) throws IOException {
    try {
      return holder.get(0).toString();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static Request with(Request request, String value) {
    return request.newBuilder().header(AUTHORIZATION, value).build();
  }

  private static Response response(Request request) {
    Response fromNetwork =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(200)
            .message("OK")
            .build();
    return fromNetwork
        .newBuilder()
        .networkResponse(fromNetwork)
        .body(ResponseBody.create("", null))
        .build();
  }

  /** Ends what the set-up began. */
  @TearDown
  public void tearDown() {
    if (ongoing != null) {
      ongoing.close();
    }
  }

  /** One call, or one hop of it. */
  @Benchmark
  public Response attach() throws IOException {
    if (ongoing != null) {
      return network(ongoing.call, hop);
    }
    StubCall call = new StubCall(request);
    return application == null
        ? network(call, request)
        : application.intercept(new StubChain(call, request, null, next -> network(call, next)));
  }

  private Response network(Call call, Request next) {
    try {
      return network.intercept(new StubChain(call, next, connection, this::send));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Response send(Request last) {
    sent = last;
    return response;
  }
}
