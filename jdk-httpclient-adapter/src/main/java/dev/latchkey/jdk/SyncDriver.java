package dev.latchkey.jdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Sends a call's exchanges by {@link HttpClient#send}, one after the other. */
final class SyncDriver<T extends @Nullable Object> {
  private final AuthenticatedCall<T> call;
  private final HttpClient client;

  SyncDriver(AuthenticatedCall<T> call, HttpClient client) {
    this.call = call;
    this.client = client;
  }

  HttpResponse<T> run() throws IOException, InterruptedException {
    while (true) {
      ResponseGate<T> exchange = call.exchange(await(call.bounded(call.headers())));
      HttpResponse<T> response = null;
      IOException fault = null;
      try {
        response = client.send(exchange.request(), exchange);
      } catch (IOException e) {
        fault = e;
      }
      await(exchange.decision());
      if (fault != null && !exchange.isDiscarded()) {
        throw fault;
      }
      if (!goesOn(exchange, response)) {
        if (response == null) {
          throw new IOException("The response was lost");
        }
        return call.delivered(response, body(exchange, response));
      }
    }
  }

  private boolean goesOn(ResponseGate<T> exchange, @Nullable HttpResponse<T> response)
      throws IOException {
    try {
      return exchange.goesOn(response);
    } catch (RuntimeException e) {
      // As the client tells it.
      throw new IOException(e.getMessage(), e);
    }
  }

  private T body(ResponseGate<T> exchange, HttpResponse<T> response)
      throws IOException, InterruptedException {
    try {
      return exchange.body(response).get();
    } catch (ExecutionException e) {
      // As the client tells it.
      Throwable cause = e.getCause();
      throw cause instanceof IOException failure
          ? failure
          : new IOException(String.valueOf(cause), cause);
    }
  }

  private static <R extends @Nullable Object> R await(CompletableFuture<R> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw AuthenticatedCall.failure(e);
    }
  }
}
