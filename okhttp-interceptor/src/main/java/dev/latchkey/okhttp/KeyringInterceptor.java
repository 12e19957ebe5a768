package dev.latchkey.okhttp;

import static java.util.Objects.requireNonNull;

import dev.latchkey.Keyring;
import java.io.IOException;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Puts a keyring's credentials on the requests of an OkHttp client, and answers a refusal with one
 * fresh credential. Works with OkHttp 4.12 and 5. Safe for use by many threads.
 *
 * <p>It works in two places: as an application interceptor it gets the credential before a
 * connection is held, and sends a refused request again; as a network interceptor it sees every
 * redirect and every connection retry, and decides for each where it goes. {@link #install} puts it
 * in both.
 *
 * <p>Waiting for a credential ends with {@code Call.cancel()}, with the call's timeout, and when
 * its thread is interrupted. A call fails with a {@link dev.latchkey.CredentialException} if none
 * can be had.
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
   * later would see the credentials.
   *
   * @return the builder
   * @throws IllegalStateException if a keyring is installed already, as it is in the builder that a
   *     client's {@code newBuilder()} gives
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
   * Only the part that puts credentials on each hop, for {@code addNetworkInterceptor}. It does not
   * answer refusals, does not reach WebSockets, and waits for credentials while a connection is
   * held. Headers that other interceptors added do not count as the caller's.
   */
  public static Interceptor networkInterceptor(Keyring keyring) {
    return new NetworkInterceptor(requireNonNull(keyring, "keyring"), null);
  }

  /**
   * Only an application interceptor, for libraries that take no more. It authenticates the first
   * hop, and answers a refusal. Because it does not see redirects it takes only schemes that set no
   * other header than {@code Authorization}, which OkHttp itself takes off a request that is
   * redirected elsewhere. Beside an installation, or used in another place, calls fail.
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

  private static boolean isOurs(Interceptor interceptor) {
    return interceptor instanceof KeyringInterceptor
        || interceptor instanceof ApplicationInterceptor
        || interceptor instanceof NetworkInterceptor;
  }
}
