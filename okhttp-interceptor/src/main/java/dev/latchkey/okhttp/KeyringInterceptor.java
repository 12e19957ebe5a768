package dev.latchkey.okhttp;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Adds a keyring's credentials to the requests of an OkHttp client, and sends a refused request
 * once more with another credential. Works with OkHttp 4.12 and 5. Thread-safe.
 *
 * <p>It works in two places. As an application interceptor, it gets the credential before a
 * connection is acquired, and sends a refused request again. As a network interceptor, it sees
 * redirects and connection retries, and decides by each hop's target. {@link #install} adds it in
 * both.
 *
 * <p>Waiting for a credential ends with {@code Call.cancel()}, with the call's timeout, or when its
 * thread is interrupted. A call fails with a {@link dev.latchkey.CredentialException} if no
 * credential is available. If there is no other credential for a refused request, it is not sent
 * again and the call returns the refusal.
 *
 * <p>A request body is sent again unless it is {@code isOneShot()} or {@code isDuplex()}. If a body
 * of unknown length has fewer bytes the second time, the call fails with a {@link
 * java.net.ProtocolException} before the body ends.
 */
public final class KeyringInterceptor implements Interceptor {
  private final ApplicationInterceptor application;
  private final NetworkInterceptor network;

  private KeyringInterceptor(Keyring keyring) {
    this.application = new ApplicationInterceptor(keyring, this, true);
    this.network = new NetworkInterceptor(keyring, this);
  }

  /**
   * Installs a keyring in the client that the builder builds. Call this after other interceptors
   * were added, so that schemes which sign requests see what these add. Network interceptors that
   * are added later see the credentials. Headers that later application interceptors add are also
   * sent on a redirect to another origin.
   *
   * @return the builder
   * @throws IllegalStateException if a keyring is already installed, as in the builder that such a
   *     client's {@code newBuilder()} returns
   */
  public static OkHttpClient.Builder install(OkHttpClient.Builder builder, Keyring keyring) {
    requireNonNull(keyring, "keyring");
    if (hasOurs(builder.interceptors()) || hasOurs(builder.networkInterceptors())) {
      throw new IllegalStateException(
          "A keyring is already installed in this client; add all origins to that one, or derive the"
              + " client from one without a keyring");
    }
    KeyringInterceptor both = new KeyringInterceptor(keyring);
    return builder.addInterceptor(both).addNetworkInterceptor(both);
  }

  /**
   * Returns only the interceptor that adds credentials to each hop, for {@code
   * addNetworkInterceptor}. It does not retry refused requests, does not cover WebSockets, and
   * waits for credentials while it holds a connection. Headers that other interceptors add do not
   * count as set by the caller. If the client may have a cache, a GET whose URL an interceptor
   * changed gets no credential.
   */
  public static Interceptor networkInterceptor(Keyring keyring) {
    return new NetworkInterceptor(requireNonNull(keyring, "keyring"), null);
  }

  /**
   * Returns only an application interceptor, for libraries that accept no other. It authenticates
   * the first hop, and retries a refused request once. Because it does not see redirects, it
   * accepts only schemes that set no other header than {@code Authorization}, which OkHttp removes
   * on a redirect to another host. Calls fail if it is added to a client in which a keyring is
   * installed, or as a network interceptor.
   *
   * @throws IllegalArgumentException if a scheme of the keyring sets another header, or does not
   *     declare which it sets (see {@link dev.latchkey.AuthScheme#headerNames()})
   */
  public static Interceptor applicationInterceptor(Keyring keyring) {
    requireNonNull(keyring, "keyring")
        .headerNames()
        .forEach(
            (origin, names) -> {
              if (names.size() != 1 || !CredentialHeaders.isAuthorization(names)) {
                throw new IllegalArgumentException(
                    "OkHttp would carry the headers "
                        + names
                        + " of "
                        + origin
                        + " along on a redirect elsewhere: an application interceptor alone takes"
                        + " only schemes that say they set Authorization; use install");
              }
            });
    return new ApplicationInterceptor(keyring, new Object(), false);
  }

  /** Authenticates a request. Called by OkHttp, in both places. */
  @Override
  public Response intercept(Chain chain) throws IOException {
    return chain.connection() == null ? application.intercept(chain) : network.intercept(chain);
  }

  private static boolean hasOurs(List<Interceptor> interceptors) {
    for (Interceptor interceptor : interceptors) {
      if (isOurs(interceptor)) {
        return true;
      }
    }
    return false;
  }

  static boolean isOurs(Interceptor interceptor) {
    return interceptor instanceof KeyringInterceptor
        || interceptor instanceof ApplicationInterceptor
        || interceptor instanceof NetworkInterceptor;
  }
}
