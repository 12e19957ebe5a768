package dev.latchkey.okhttp;

import java.util.function.UnaryOperator;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Handles the responses that precede another one in a call, including the refusal. */
final class PriorResponses {
  private PriorResponses() {}

  /** Returns the response with another one, and its prior responses, as its earliest prior. */
  static Response join(Response response, Response refused) {
    Response earlier = response.priorResponse();
    return response
        .newBuilder()
        .priorResponse(earlier == null ? bodiless(refused) : join(earlier, refused))
        .build();
  }

  /** Returns the response with its requests changed, in it and in its prior responses. */
  static Response withRequests(Response response, UnaryOperator<Request> changed) {
    Response prior = response.priorResponse();
    return response
        .newBuilder()
        .request(changed.apply(response.request()))
        .priorResponse(prior == null ? null : withRequests(prior, changed))
        .build();
  }

  /** Returns the response without its body, in a way that OkHttp 4 and 5 both support. */
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
