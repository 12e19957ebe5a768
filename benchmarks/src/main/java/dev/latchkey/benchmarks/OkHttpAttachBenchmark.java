package dev.latchkey.benchmarks;

import dev.latchkey.Keyring;
import dev.latchkey.benchmarks.StubChain.StubCall;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;

/**
 * A token, already at hand, put on a request of OkHttp: an interceptor on a stub of its chain, with
 * a call of its own each time, and no network. {@code floor} adds a constant header to a copy of
 * the request, which is what every interceptor has to do.
 *
 * <p>{@code latchkey-hop} is one hop of a call that is under way: the half of the installed
 * interceptor that does what the floor does. {@code latchkey-installed} is a whole call with both
 * halves: the rules of the call, the look at its answer, and one hop.
 */
public class OkHttpAttachBenchmark extends ContenderBenchmark {
  private static final String ORIGIN = "https://api.example.com";

  /** How long the token is: as by HS256, and as by RS256. */
  @Param({"144", "520"})
  public int tokenLength = 144;

  private final Request request = new Request.Builder().url(ORIGIN + "/v1/orders/1").build();
  private final Response response = response(request);

  /** The request as it would leave. */
  private @Nullable Request sent;

  @Override
  Work work() throws Exception {
    String value = "Bearer " + "t".repeat(tokenLength);
    Work attaching = attaching(value);
    attaching.run(0);
    Request last = sent;
    EqualWork.check(
        last != null
            && last.url().equals(request.url())
            && last.headers().size() == 1
            && value.equals(last.header("Authorization")),
        "request");
    return attaching;
  }

  private Work attaching(String value) throws Exception {
    if (contender.equals("floor")) {
      Interceptor adding =
          chain ->
              chain.proceed(chain.request().newBuilder().header("Authorization", value).build());
      return turn -> hop(adding, StubCall.of(request), request);
    }
    OkHttpClient.Builder installed =
        KeyringInterceptor.install(new OkHttpClient.Builder(), keyring(value));
    Interceptor application = installed.interceptors().get(0);
    Interceptor network = installed.networkInterceptors().get(0);
    if (contender.equals("latchkey-hop")) {
      Call call = StubCall.of(request);
      Request underWay = start(call, application);
      return turn -> hop(network, call, underWay);
    }
    StubChain.Rest rest = (call, next) -> hop(network, call, next);
    return turn ->
        application.intercept(StubChain.ofApplication(StubCall.of(request), request, rest));
  }

  private Response hop(Interceptor network, Call call, Request first) throws IOException {
    return network.intercept(StubChain.onTheNetwork(call, first, this::send));
  }

  private Response send(Call call, Request last) {
    sent = last;
    return response;
  }

  static Keyring keyring(String value) {
    return Keyring.builder().add(ORIGIN, Caches.scheme(() -> value, Caches.Terms.HOUR)).build();
  }

  /** Has a call let through by the application half that stays on the network for ever. */
  private Request start(Call call, Interceptor application) throws Exception {
    CompletableFuture<Request> onTheNetwork = new CompletableFuture<>();
    StubChain.Rest rest =
        (same, next) -> {
          onTheNetwork.complete(next);
          return new CompletableFuture<Response>().join();
        };
    Thread thread =
        new Thread(
            () -> {
              try {
                application.intercept(StubChain.ofApplication(call, request, rest)).close();
              } catch (IOException e) {
                onTheNetwork.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return onTheNetwork.get();
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
}
