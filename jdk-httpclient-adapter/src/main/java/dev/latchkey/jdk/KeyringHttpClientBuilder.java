package dev.latchkey.jdk;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Keyring;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Applies the redirect policy itself, so that the wrapped client never follows a redirect. */
final class KeyringHttpClientBuilder implements HttpClient.Builder {
  /** The last Java whose clients with an Authenticator drop Authorization headers (JDK-8326949). */
  private static final int LAST_JAVA_TO_DROP_AUTHORIZATION = 23;

  private final Keyring keyring;
  private final HttpClient.Builder delegate;
  private Redirect redirects = Redirect.NEVER;
  private @Nullable Authenticator authenticator;

  KeyringHttpClientBuilder(Keyring keyring, HttpClient.Builder delegate) {
    this.keyring = keyring;
    this.delegate = delegate;
  }

  @Override
  public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
    delegate.cookieHandler(cookieHandler);
    return this;
  }

  @Override
  public HttpClient.Builder connectTimeout(Duration duration) {
    delegate.connectTimeout(duration);
    return this;
  }

  @Override
  public HttpClient.Builder sslContext(SSLContext sslContext) {
    delegate.sslContext(sslContext);
    return this;
  }

  @Override
  public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
    delegate.sslParameters(sslParameters);
    return this;
  }

  @Override
  public HttpClient.Builder executor(Executor executor) {
    delegate.executor(executor);
    return this;
  }

  @Override
  public HttpClient.Builder followRedirects(Redirect policy) {
    this.redirects = requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public HttpClient.Builder version(Version version) {
    delegate.version(version);
    return this;
  }

  @Override
  public HttpClient.Builder priority(int priority) {
    delegate.priority(priority);
    return this;
  }

  @Override
  public HttpClient.Builder proxy(ProxySelector proxySelector) {
    delegate.proxy(proxySelector);
    return this;
  }

  @Override
  public HttpClient.Builder authenticator(Authenticator authenticator) {
    delegate.authenticator(authenticator);
    this.authenticator = authenticator;
    return this;
  }

  // Since Java 19. Compiled for 17, where it overrides nothing.
  public HttpClient.Builder localAddress(@Nullable InetAddress localAddress) {
    JdkFeatures.localAddress(delegate, localAddress);
    return this;
  }

  @Override
  public HttpClient build() {
    checkAuthenticator(authenticator, keyring);
    return new KeyringHttpClient(delegate.build(), keyring, redirects);
  }

  static void checkAuthenticator(@Nullable Authenticator authenticator, Keyring keyring) {
    boolean drops =
        authenticator != null && Runtime.version().feature() <= LAST_JAVA_TO_DROP_AUTHORIZATION;
    if (drops) {
      keyring
          .headerNames()
          .forEach(
              (origin, names) -> {
                if (names.isEmpty() || names.stream().anyMatch("Authorization"::equalsIgnoreCase)) {
                  throw new IllegalArgumentException(
                      "With an Authenticator, the client of Java "
                          + Runtime.version().feature()
                          + " drops the Authorization header that "
                          + origin
                          + " needs: build the client without authenticator(…), or use Java 24 or"
                          + " later");
                }
              });
    }
  }
}
