package dev.latchkey.benchmarks;

import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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
  /** How long the token is: as by HS256, and as by RS256. */
  @Param({"144", "520"})
  public String tokenLength = "144";

  private final Request request =
      new Request.Builder().url(Caches.requests(1)[0].toString()).build();
  private final Response response = response(request);

  /** The request as it would leave. */
  private @Nullable Request sent;

  @Override
  Work work() throws Exception {
    String value = "Bearer " + "t".repeat(Integer.parseInt(tokenLength));
    Work attaching = attaching(value);
    attaching.run(0);
    Request last = Objects.requireNonNull(sent);
    EqualWork.check(
        last.url().equals(request.url())
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
      return turn -> hop(adding, OkHttpStub.call(request), request);
    }
    OkHttpClient.Builder installed =
        KeyringInterceptor.install(
            new OkHttpClient.Builder(), Caches.keyring(Caches.constant(value), 1));
    Interceptor application = installed.interceptors().get(0);
    Interceptor network = installed.networkInterceptors().get(0);
    if (contender.equals("latchkey-hop")) {
      Call call = OkHttpStub.call(request);
      Request underWay = start(call, application);
      return turn -> hop(network, call, underWay);
    }
    OkHttpStub.Rest rest = (call, next) -> hop(network, call, next);
    return turn ->
        application.intercept(OkHttpStub.chain(OkHttpStub.call(request), request, rest, null));
  }

  private Response hop(Interceptor network, Call call, Request first) throws IOException {
    return network.intercept(OkHttpStub.chain(call, first, this::send, OkHttpStub.BLANK));
  }

  private Response send(Call call, Request last) {
    sent = last;
    return response;
  }

  /** Has a call let through by the application half that stays on the network for ever. */
  private Request start(Call call, Interceptor application) throws Exception {
    CompletableFuture<Request> onTheNetwork = new CompletableFuture<>();
    OkHttpStub.Rest rest =
        (same, next) -> {
          onTheNetwork.complete(next);
          return new CompletableFuture<Response>().join();
        };
    Thread thread =
        new Thread(
            new FutureTask<>(
                () -> application.intercept(OkHttpStub.chain(call, request, rest, null))));
    thread.setDaemon(true);
    thread.start();
    return onTheNetwork.get(10, TimeUnit.SECONDS);
  }

  private static Response response(Request request) {
    Response.Builder answer =
        new Response.Builder().request(request).protocol(Protocol.HTTP_1_1).code(200).message("OK");
    return answer.networkResponse(answer.build()).body(ResponseBody.create("", null)).build();
  }
}
