package dev.latchkey.jdk;

import dev.latchkey.AuthAttempt;
import dev.latchkey.AuthCall;
import dev.latchkey.Credential;
import dev.latchkey.OutgoingRequest;
import dev.latchkey.RequestContent;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One WebSocket's opening handshake, with its retry. */
final class WebSocketHandshake implements OutgoingRequest {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final AuthCall rules;
  private final URI uri;

  /** The URI in its wire form. */
  private final URI target;

  private final List<Map.Entry<String, String>> headers;
  private final WebSocket.Listener listener;
  private final Supplier<WebSocket.Builder> builders;
  private final Deadline deadline;
  private final PendingFuture pending;
  private final CallFuture<WebSocket> future;

  WebSocketHandshake(
      AuthCall rules,
      URI uri,
      List<Map.Entry<String, String>> headers,
      @Nullable Duration timeout,
      Lifecycle client,
      WebSocket.Listener listener,
      Supplier<WebSocket.Builder> builders) {
    this.rules = rules;
    this.uri = uri;
    this.target = RequestTarget.of(uri, "GET");
    this.headers = headers;
    this.listener = listener;
    this.builders = builders;
    this.deadline = Deadline.after(Optional.ofNullable(timeout));
    this.pending = new PendingFuture(deadline, client);
    this.future = new CallFuture<>(() -> {});
  }

  CompletableFuture<WebSocket> run() {
    var unused = future.whenComplete((socket, fault) -> pending.end());
    connect();
    return future;
  }

  private void connect() {
    AuthAttempt attempt = rules.attempt(this);
    future.whenKnown(
        pending.of(attempt.credential()),
        (credential, fault) -> {
          if (fault == null) {
            connect(attempt, credential);
          } else {
            future.fail(pending.failure(fault));
          }
        });
  }

  private void connect(AuthAttempt attempt, Credential credential) throws HttpTimeoutException {
    WebSocket.Builder builder = builders.get();
    Set<String> removed = attempt.headersToRemove();
    for (Map.Entry<String, String> field : headers) {
      if (!removed.contains(field.getKey())) {
        builder.header(field.getKey(), field.getValue());
      }
    }
    credential.headers().forEach(builder::header);
    Duration remaining = deadline.remaining();
    if (remaining != null) {
      builder.connectTimeout(remaining);
    }
    CompletableFuture<WebSocket> handshake =
        buildAsync(builder, RequestTarget.with(credential, target, uri), credential);
    future.running(handshake, () -> false);
    var unused = handshake.whenComplete((socket, fault) -> ended(attempt, socket, fault));
  }

  /** Builds a WebSocket that hides the URI that was sent, because the JDK's WebSocket prints it. */
  private CompletableFuture<WebSocket> buildAsync(
      WebSocket.Builder builder, URI to, Credential credential) {
    if (credential.query().isEmpty()) {
      return builder.buildAsync(to, listener);
    }
    ShownWebSocketListener shown = new ShownWebSocketListener(listener, uri);
    return builder.buildAsync(to, shown).thenApply(shown::shown);
  }

  private void ended(AuthAttempt attempt, @Nullable WebSocket socket, @Nullable Throwable fault) {
    future.running(null, () -> true);
    try {
      if (socket != null) {
        // The client does not pass on the headers of this response.
        var unused = attempt.received(SWITCHING_PROTOCOLS, name -> null, false);
        if (!future.complete(socket)) {
          socket.abort();
        }
      } else if (fault != null) {
        failed(attempt, Failures.unwrap(fault));
      }
    } catch (Throwable e) {
      future.fail(e);
    }
  }

  private void failed(AuthAttempt attempt, Throwable fault) {
    if (!(fault instanceof WebSocketHandshakeException refusal)) {
      future.fail(fault);
      return;
    }
    HttpResponse<?> response = refusal.getResponse();
    HttpHeaders received = response.headers();
    future.whenKnown(
        pending.of(
            attempt.received(
                response.statusCode(), name -> received.firstValue(name).orElse(null), true)),
        (again, none) -> {
          if (none != null) {
            future.fail(pending.failure(none));
          } else if (again) {
            connect();
          } else {
            future.fail(withoutSecrets(refusal));
          }
        });
  }

  /**
   * Returns an exception without the request as it was sent, which the JDK's exception has, with
   * credentials.
   */
  private Throwable withoutSecrets(WebSocketHandshakeException refusal) {
    HttpRequest.Builder request = HttpRequest.newBuilder(httpUri(uri));
    headers.forEach(field -> request.header(field.getKey(), field.getValue()));
    return new WebSocketHandshakeException(of(request.build(), refusal.getResponse()))
        .initCause(refusal.getCause());
  }

  private <T> HttpResponse<T> of(HttpRequest request, HttpResponse<T> response) {
    HttpHeaders shown = ShownHead.headers(response.headers(), rules);
    return DeliveredResponse.of(request, response, shown, response.body(), null);
  }

  private static URI httpUri(URI uri) {
    String text = uri.toString();
    return text.regionMatches(true, 0, "ws", 0, 2) ? URI.create("http" + text.substring(2)) : uri;
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public URI uri() {
    return httpUri(target);
  }

  @Override
  public @Nullable String header(String name) {
    List<String> values = headers().get(name);
    return values == null ? null : values.get(0);
  }

  @Override
  public Map<String, List<String>> headers() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        field ->
            all.computeIfAbsent(field.getKey(), name -> new ArrayList<>()).add(field.getValue()));
    return all;
  }

  @Override
  public @Nullable RequestContent content() {
    return null;
  }
}
