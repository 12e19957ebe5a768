package dev.latchkey.okhttp;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Puts a keyring's credentials on the requests of an OkHttp client, and sends a refused request
 * once more with another credential. Works with OkHttp 4.12 and 5. Safe for use by many threads.
 *
 * <p>It works in two places: as an application interceptor it gets the credential before a
 * connection is held, and sends a refused request again; as a network interceptor it sees redirects
 * and connection retries, and decides for each hop where it goes. {@link #install} adds it in both.
 *
 * <p>Waiting for a credential ends with {@code Call.cancel()}, with the call's timeout, and when
 * its thread is interrupted. A call fails with a {@link dev.latchkey.CredentialException} if no
 * credential is available. A refused request for which there is no other credential is not sent
 * again; the call returns the refusal.
 *
 * <p>A request body is sent again unless it is {@code isOneShot()} or {@code isDuplex()}. One of
 * unknown length that gives fewer bytes the second time fails the call with a {@link
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
   * Authenticates the client that the builder builds. Call it after other interceptors were added:
   * what they add to a request is then seen by schemes that sign it, and network interceptors added
   * later see the credentials. Headers that application interceptors add later are sent along on a
   * redirect to another origin.
   *
   * @return the builder
   * @throws IllegalStateException if a keyring is installed already, as it is in the builder that a
   *     client's {@code newBuilder()} returns
   */
  public static OkHttpClient.Builder install(OkHttpClient.Builder builder, Keyring keyring) {
    requireNonNull(keyring, "keyring");
    boolean installed =
        Stream.concat(builder.interceptors().stream(), builder.networkInterceptors().stream())
            .anyMatch(KeyringInterceptor::isOurs);
    if (installed) {
      throw new IllegalStateException(
          "A keyring is installed in this client already; add all origins to that one, or derive the"
              + " client from one without a keyring");
    }
    KeyringInterceptor both = new KeyringInterceptor(keyring);
    return builder.addInterceptor(both).addNetworkInterceptor(both);
  }

  /**
   * Returns only the part that puts credentials on each hop, for {@code addNetworkInterceptor}. It
   * does not retry refused requests, does not reach WebSockets, and waits for credentials while a
   * connection is held. Headers that other interceptors add do not count as the caller's. If the
   * client may have a cache, a GET whose URL an interceptor changed gets no credential.
   */
  public static Interceptor networkInterceptor(Keyring keyring) {
    return new NetworkInterceptor(requireNonNull(keyring, "keyring"), null);
  }

  /**
   * Returns only an application interceptor, for libraries that take no other. It authenticates the
   * first hop, and retries a refused request once. Because it does not see redirects it takes only
   * schemes that set no other header than {@code Authorization}, which OkHttp removes from a
   * request that is redirected elsewhere. Calls fail if it is added beside an installation or as a
   * network interceptor.
   *
   * @throws IllegalArgumentException if a scheme of the keyring sets another header, or does not
   *     say which it sets (see {@link dev.latchkey.AuthScheme#headerNames()})
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

  /** Called by OkHttp, in both places. */
  @Override
  public Response intercept(Chain chain) throws IOException {
    return chain.connection() == null ? application.intercept(chain) : network.intercept(chain);
  }

  static boolean isOurs(Interceptor interceptor) {
    return interceptor instanceof KeyringInterceptor
        || interceptor instanceof ApplicationInterceptor
        || interceptor instanceof NetworkInterceptor;
  }
}
