package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Sends a call's requests with {@link HttpClient#send}, one after the other. */
final class SyncDriver<T extends @Nullable Object> {
  private final AuthenticatedCall<T> call;
  private final HttpClient client;

  SyncDriver(AuthenticatedCall<T> call, HttpClient client) {
    this.call = call;
    this.client = client;
  }

  HttpResponse<T> run() throws IOException, InterruptedException {
    try {
      while (true) {
        ResponseGate<T> gate = call.begin();
        HttpRequest request = gate.request(await(gate.credential()));
        HttpResponse<T> response = null;
        Throwable fault = null;
        try {
          response = client.send(request, gate);
        } catch (IOException | RuntimeException e) {
          fault = e;
        }
        Verdict<T> verdict = await(gate.verdict(fault));
        if (verdict instanceof Verdict.Fail<T> failure) {
          throw Failures.ofSend(failure.why);
        }
        if (verdict instanceof Verdict.Deliver<T> delivery) {
          return delivered(delivery, requireNonNull(response, "the client gave no response"));
        }
        call.proceed((Verdict.SendNext<T>) verdict, response);
      }
    } finally {
      call.end();
    }
  }

  private HttpResponse<T> delivered(Verdict.Deliver<T> delivery, HttpResponse<T> response)
      throws IOException, InterruptedException {
    if (delivery.body == null) {
      return call.delivered(response, response.body());
    }
    try {
      return call.delivered(response, delivery.body.body().get());
    } catch (ExecutionException e) {
      throw Failures.ofSend(new CompletionException(e.getCause()));
    }
  }

  private <R> R await(CompletableFuture<R> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (CancellationException | ExecutionException e) {
      throw call.failure(e);
    }
  }
}
