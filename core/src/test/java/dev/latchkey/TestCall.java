package dev.latchkey;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call as an adapter drives it, without a server. */
final class TestCall {
  private final AuthCall call;
  private final Map<String, String> callersHeaders = new LinkedHashMap<>();
  private String method = "GET";

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

  /** The headers that a hop to a URL gets. */
  Map<String, String> send(String url) throws CredentialException {
    call.hop(method, URI.create(url), name -> find(callersHeaders, name));
    return await(call.headers());
  }

  AuthCall call() {
    return call;
  }

  /** Whether a response to the last hop makes that hop be sent again. */
  boolean answered(int status) throws CredentialException {
    return answered(status, Map.of(), true);
  }

  boolean answered(int status, Map<String, String> headers, boolean replayable)
      throws CredentialException {
    return call.refused(status)
        && await(call.renew(status, name -> find(headers, name), replayable));
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

  private static Optional<String> find(Map<String, String> headers, String name) {
    return headers.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
