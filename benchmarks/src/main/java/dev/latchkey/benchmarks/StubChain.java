package dev.latchkey.benchmarks;

import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The chain of one interceptor, with whatever comes after it in place of OkHttp. */
final class StubChain extends UnusedChain {
  private final Call call;
  private final Request request;
  private final @Nullable Connection connection;
  private final Function<Request, Response> rest;

  /**
   * A chain.
   *
   * @param connection null for an application interceptor
   */
  StubChain(
      Call call,
      Request request,
      @Nullable Connection connection,
      Function<Request, Response> rest) {
    this.call = call;
    this.request = request;
    this.connection = connection;
    this.rest = rest;
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Response proceed(Request next) {
    return rest.apply(next);
  }

  @Override
  public @Nullable Connection connection() {
    return connection;
  }

  @Override
  public Call call() {
    return call;
  }
}
