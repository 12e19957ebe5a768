package dev.latchkey.okhttp;

import java.util.function.UnaryOperator;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The responses that came before another one in a call, the refusal among them. */
final class PriorResponses {
  private PriorResponses() {}

  /** Returns the response with another one, and what came before that, as its earliest prior. */
  static Response join(Response response, Response refused) {
    Response earlier = response.priorResponse();
    return response
        .newBuilder()
        .priorResponse(earlier == null ? bodiless(refused) : join(earlier, refused))
        .build();
  }

  /** Returns the response with other requests in it and in what came before. */
  static Response withRequests(Response response, UnaryOperator<Request> changed) {
    Response prior = response.priorResponse();
    return response
        .newBuilder()
        .request(changed.apply(response.request()))
        .priorResponse(prior == null ? null : withRequests(prior, changed))
        .build();
  }

  /** The response without its body, in the way that both OkHttp 4 and 5 can say. */
  private static @Nullable Response bodiless(Response response) {
    Response network = response.networkResponse();
    return network == null
        ? null
        : network
            .newBuilder()
            .request(response.request())
            .priorResponse(response.priorResponse())
            .build();
  }
}
