package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Keyring;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpClient} that adds a keyring's credentials to its requests, and sends a refused
 * request once more with another credential. Thread-safe.
 *
 * <p>Besides the credentials, it differs from the client that it wraps as follows:
 *
 * <ul>
 *   <li>It follows redirects itself, hop by hop and by the JDK's rules, because the JDK's client
 *       forwards headers to other hosts.
 *   <li>{@link HttpRequest#timeout()} bounds the whole call: the wait for a credential and every
 *       hop.
 *   <li>On a redirect to another origin, the caller's {@code Authorization} and {@code Cookie} are
 *       removed, and so is {@code Proxy-Authorization} unless both requests go through the same
 *       proxy.
 *   <li>A call fails with a {@link dev.latchkey.CredentialException} if no credential is available.
 * </ul>
 *
 * <p>A request is sent again only if its body can be. Strings, byte arrays and files can be, and so
 * can every body of which nothing was read. A body of unknown length cannot be, unless it is marked
 * with {@link #replayable}. For any other body of known length, the first bytes are read again
 * before the response is discarded, unless it is marked with {@link #oneShot}. If the body is
 * shorter the second time, the call fails.
 */
public final class KeyringHttpClient extends HttpClient implements AutoCloseable {
  private final HttpClient delegate;
  private final Keyring keyring;
  private final Redirect redirects;
  private final Lifecycle lifecycle;

  KeyringHttpClient(HttpClient delegate, Keyring keyring, Redirect redirects) {
    this.delegate = delegate;
    this.keyring = keyring;
    this.redirects = redirects;
    this.lifecycle = new Lifecycle(delegate);
  }

  /**
   * Returns a client that wraps another one, which may itself be a wrapper. It follows no
   * redirects; for a client that does, see {@link #newBuilder}.
   *
   * @throws IllegalArgumentException if the client follows redirects, because it would then send
   *     credentials to other hosts; or if it has an {@link Authenticator}, with which this Java
   *     would drop the {@code Authorization} header
   */
  public static KeyringHttpClient wrap(HttpClient delegate, Keyring keyring) {
    requireNonNull(keyring, "keyring");
    if (delegate.followRedirects() != Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The client follows redirects, and would send credentials to wherever they lead: build it"
              + " with followRedirects(HttpClient.Redirect.NEVER), or use"
              + " KeyringHttpClient.newBuilder(keyring).followRedirects(…)");
    }
    KeyringHttpClientBuilder.checkAuthenticator(delegate.authenticator().orElse(null), keyring);
    return new KeyringHttpClient(delegate, keyring, Redirect.NEVER);
  }

  /**
   * Returns a builder of a client with a keyring's credentials. It has all settings of an {@link
   * HttpClient.Builder}, and can be passed to libraries that accept one.
   */
  public static HttpClient.Builder newBuilder(Keyring keyring) {
    return new KeyringHttpClientBuilder(
        requireNonNull(keyring, "keyring"), HttpClient.newBuilder());
  }

  /**
   * Returns a body marked as readable only once, like {@code isOneShot} in OkHttp. A request that
   * has sent it is not sent again: the caller gets the refusal or the redirect.
   */
  public static BodyPublisher oneShot(BodyPublisher body) {
    return new MarkedBody(body, false);
  }

  /**
   * Returns a body marked as having the same bytes each time it is read, like {@code isRepeatable}
   * in Apache HttpClient. It is sent again even if its length is not known:
   *
   * <pre>{@code
   * BodyPublisher body =
   *     KeyringHttpClient.replayable(BodyPublishers.ofInputStream(() -> open(file)));
   * }</pre>
   *
   * <p>If the body is shorter the second time, the call fails with an {@link IOException}.
   */
  public static BodyPublisher replayable(BodyPublisher body) {
    return new MarkedBody(body, true);
  }

  /**
   * Hides {@link HttpClient#newHttpClient()}, whose client would have no credentials.
   *
   * @throws UnsupportedOperationException always
   * @deprecated Use {@link #newBuilder(Keyring)} or {@link #wrap}; or call {@link
   *     HttpClient#newHttpClient()} by its own name for a client without credentials.
   */
  @Deprecated
  @SuppressWarnings("DoNotCallSuggester") // That annotation would be a dependency.
  public static HttpClient newHttpClient() {
    throw new UnsupportedOperationException(
        "This client would have no credentials: use KeyringHttpClient.newBuilder(keyring).build(),"
            + " or HttpClient.newHttpClient()");
  }

  /**
   * Hides {@link HttpClient#newBuilder()}, whose clients would have no credentials.
   *
   * @throws UnsupportedOperationException always
   * @deprecated Use {@link #newBuilder(Keyring)}; or call {@link HttpClient#newBuilder()} by its
   *     own name for a client without credentials.
   */
  @Deprecated
  @SuppressWarnings("DoNotCallSuggester") // That annotation would be a dependency.
  public static HttpClient.Builder newBuilder() {
    throw new UnsupportedOperationException(
        "This client would have no credentials: use KeyringHttpClient.newBuilder(keyring), or"
            + " HttpClient.newBuilder()");
  }

  @Override
  public <T extends @Nullable Object> HttpResponse<T> send(
      HttpRequest request, BodyHandler<T> responseBodyHandler)
      throws IOException, InterruptedException {
    lifecycle.enter();
    try {
      return new SyncDriver<>(newCall(request, responseBodyHandler), delegate).run();
    } finally {
      lifecycle.exit();
    }
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> responseBodyHandler) {
    return sendAsync(request, responseBodyHandler, null);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      BodyHandler<T> responseBodyHandler,
      @Nullable PushPromiseHandler<T> pushPromiseHandler) {
    AuthenticatedCall<T> call = newCall(request, responseBodyHandler);
    try {
      lifecycle.enter();
    } catch (IOException e) {
      CallFuture<HttpResponse<T>> closed = new CallFuture<>(() -> {});
      closed.fail(e);
      return closed;
    }
    CallFuture<HttpResponse<T>> future = new CallFuture<>(lifecycle::exit);
    // When it is done and not before, or the call would fail because of a future that it no longer
    // waits for.
    var unused = future.whenComplete((response, fault) -> call.end());
    new AsyncDriver<>(call, delegate, pushPromiseHandler, future).run();
    return future;
  }

  private <T extends @Nullable Object> AuthenticatedCall<T> newCall(
      HttpRequest request, BodyHandler<T> handler) {
    return new AuthenticatedCall<>(
        keyring.newCall(),
        request,
        requireNonNull(handler, "responseBodyHandler"),
        redirects,
        delegate,
        lifecycle);
  }

  /**
   * Returns a builder of a WebSocket whose handshake carries the credential; it follows no
   * redirects.
   */
  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return new KeyringWebSocketBuilder(delegate, keyring, lifecycle);
  }

  @Override
  public Redirect followRedirects() {
    return redirects;
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return delegate.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return delegate.connectTimeout();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return delegate.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return delegate.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return delegate.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return delegate.authenticator();
  }

  @Override
  public Version version() {
    return delegate.version();
  }

  @Override
  public Optional<Executor> executor() {
    return delegate.executor();
  }

  // Java 21 added the following five methods to HttpClient. Compiled for 17, where they override
  // nothing.

  /** Rejects new calls, lets those under way end, and then shuts down the wrapped client. */
  public void shutdown() {
    lifecycle.shutdown();
  }

  /**
   * Waits until all calls have ended after {@link #shutdown}, and returns whether they ended in
   * time.
   */
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    return lifecycle.awaitTermination(duration);
  }

  /** Returns whether all calls have ended after {@link #shutdown}. */
  public boolean isTerminated() {
    return lifecycle.isTerminated();
  }

  /**
   * Rejects new calls and ends those under way; up to Java 20, where a client cannot be shut down,
   * only those that wait for a credential.
   */
  public void shutdownNow() {
    lifecycle.shutdownNow();
  }

  /** Rejects new calls and waits until those under way have ended. */
  @Override
  public void close() {
    lifecycle.close();
  }

  /** Returns a text with the wrapped client and the keyring's origins. */
  @Override
  public String toString() {
    return "KeyringHttpClient[" + delegate + ", " + keyring + "]";
  }
}
