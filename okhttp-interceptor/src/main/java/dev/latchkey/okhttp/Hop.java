package dev.latchkey.okhttp;

import dev.latchkey.AuthAttempt;
import java.util.concurrent.CompletableFuture;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;

/** A request that was sent, and the head of its response. */
final class Hop {
  /** The request as OkHttp created it, without the credential. */
  final Request request;

  final int status;

  private final AuthAttempt attempt;
  // Not the response, which holds its connection.
  private final Headers headers;

  Hop(AuthAttempt attempt, Request request, Response response) {
    this.attempt = attempt;
    this.request = request;
    this.status = response.code();
    this.headers = response.headers();
  }

  /** Reports the response; the future completes with whether to send the request again. */
  CompletableFuture<Boolean> received(boolean replayable) {
    return attempt.received(status, CredentialHeaders.first(headers), replayable);
  }
}
