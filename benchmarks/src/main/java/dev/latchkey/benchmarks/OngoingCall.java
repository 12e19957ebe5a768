package dev.latchkey.benchmarks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** A call that an application interceptor let through, and that stays on the network. */
final class OngoingCall implements AutoCloseable {
  final Call call;

  private final CompletableFuture<Request> onTheNetwork = new CompletableFuture<>();
  private final CompletableFuture<Response> answer = new CompletableFuture<>();

  private final Response last;

  OngoingCall(Interceptor application, Request request, Response last) {
    this.call = new StubCall(request);
    this.last = last;
    Thread thread = new Thread(() -> run(application, request), "ongoing call");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Interceptor application, Request request) {
    try (Response response =
        application.intercept(new StubChain(call, request, null, this::awaitAnswer))) {
      // No more than a guard: by now the request was on the network.
      onTheNetwork.completeExceptionally(new IOException("not sent, but " + response.code()));
    } catch (IOException e) {
      onTheNetwork.completeExceptionally(e);
    }
  }

  private Response awaitAnswer(Request request) {
    onTheNetwork.complete(request);
    return answer.join();
  }

  /** The request as the network interceptors see it. */
  Request request() throws IOException {
    try {
      return onTheNetwork.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  /** Lets the call end. */
  @Override
  public void close() {
    answer.complete(last);
  }
}
