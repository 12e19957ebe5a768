package dev.latchkey.jdk;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Everything that a caller can see of a call, as text that can be compared. */
final class Outcome {
  private Outcome() {}

  static <T> List<String> of(
      HttpClient client, HttpRequest request, Supplier<BodyHandler<T>> handler) {
    return List.of(
        "send: " + run(() -> text(client.send(request, handler.get()))),
        "get: "
            + run(() -> text(client.sendAsync(request, handler.get()).get(10, TimeUnit.SECONDS))),
        "join: "
            + run(
                () ->
                    text(
                        client
                            .sendAsync(request, handler.get())
                            .orTimeout(10, TimeUnit.SECONDS)
                            .join())),
        "handle: "
            + run(
                () ->
                    client
                        .sendAsync(request, handler.get(), null)
                        .handle((response, fault) -> fault == null ? text(response) : chain(fault))
                        .get(10, TimeUnit.SECONDS)),
        "dependent: "
            + run(
                () ->
                    client
                        .sendAsync(request, handler.get())
                        .thenCompose(CompletableFuture::completedFuture)
                        .thenApply(Outcome::text)
                        .get(10, TimeUnit.SECONDS)));
  }

  private static String run(Callable<String> call) {
    try {
      return call.call();
    } catch (Throwable e) {
      return chain(e);
    }
  }

  /** The classes of a failure and its causes. */
  static String chain(Throwable fault) {
    List<String> classes = new ArrayList<>();
    for (Throwable each = fault; each != null && classes.size() < 10; each = each.getCause()) {
      classes.add(each.getClass().getName());
    }
    return String.join(" < ", classes);
  }

  private static String text(HttpResponse<?> response) {
    return response
        + " "
        + response.version()
        + " "
        + response.headers().map()
        + " "
        + response.body()
        + " "
        + response.request()
        + " "
        + response.request().headers().map()
        + " "
        + response.request().bodyPublisher().map(body -> body.contentLength())
        + " "
        + response.uri()
        + " "
        + response.sslSession().isPresent()
        + response.previousResponse().map(previous -> " after " + text(previous)).orElse("");
  }
}
