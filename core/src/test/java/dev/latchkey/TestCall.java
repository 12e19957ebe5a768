package dev.latchkey;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call as an adapter drives it, without a server. */
final class TestCall {
  private final AuthCall call;
  private final Map<String, String> callersHeaders = new LinkedHashMap<>();
  private String method = "GET";
  private AuthAttempt last;

  TestCall(Keyring keyring) {
    this.call = keyring.newCall();
  }

  TestCall method(String method) {
    this.method = method;
    return this;
  }

  /** A header that the caller sets on all hops. */
  TestCall with(String name, String value) {
    callersHeaders.put(name, value);
    return this;
  }

  /** Returns the headers that a request to a URL gets. */
  Map<String, String> send(String url) throws CredentialException {
    return await(ask(url)).headers();
  }

  /** Asks for the credential of a request, and returns the future of it. */
  CompletableFuture<Credential> ask(String url) {
    return attempt(url).credential();
  }

  /**
   * Starts an attempt at a request, which may be asked for its credential and told its response.
   */
  AuthAttempt attempt(String url) {
    last = call.attempt(method, URI.create(url), name -> find(callersHeaders, name));
    return last;
  }

  AuthCall call() {
    return call;
  }

  /** Returns the names of the headers that the last request must not carry. */
  Set<String> removed() {
    return last().headersToRemove();
  }

  /** Returns whether a response to the last request makes it be sent again. */
  boolean answered(int status) throws CredentialException {
    return answered(status, Map.of(), true);
  }

  boolean answered(int status, Map<String, String> headers, boolean replayable)
      throws CredentialException {
    return await(last().received(status, name -> find(headers, name), replayable));
  }

  /** Reports the response to the last request, and returns the future of what follows. */
  CompletableFuture<Boolean> received(
      int status, Function<String, @Nullable String> header, boolean replayable) {
    return last().received(status, header, replayable);
  }

  private AuthAttempt last() {
    return Objects.requireNonNull(last, "no request was sent");
  }

  static <T> T await(Future<T> future) throws CredentialException {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CredentialException failure) {
        throw failure;
      }
      throw new AssertionError("an adapter expects a CredentialException", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the token that headers carry. */
  static String bearer(Map<String, String> headers) {
    return headers.get("Authorization").substring("Bearer ".length());
  }

  private static String find(Map<String, String> headers, String name) {
    return headers.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
