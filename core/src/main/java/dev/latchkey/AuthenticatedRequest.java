package dev.latchkey;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * The URI and headers of an authenticated request, for clients without an adapter; see {@link
 * Keyring#authenticate}. Immutable. {@link #toString()} shows no values.
 */
public final class AuthenticatedRequest {
  private final URI uri;
  private final Credential credential;

  private AuthenticatedRequest(URI uri, Credential credential) {
    this.uri = uri;
    this.credential = credential;
  }

  /** Waits for the credential of a request, which is the first of a call. */
  static AuthenticatedRequest of(AuthCall call, OutgoingRequest request) throws IOException {
    Credential credential = CancelWatch.await(call.attempt(request).credential());
    URI uri = request.uri();
    return new AuthenticatedRequest(
        credential.query().isEmpty() ? uri : URI.create(credential.appendTo(uri.toString())),
        credential);
  }

  /** Waits for the headers of a request of which nothing else is known. */
  static Map<String, String> headers(KeyringOrigin origin, RequestHead request) throws IOException {
    return CancelWatch.await(
        CredentialWaiter.asking(
            new CredentialWaiter<Map<String, String>>(origin::give, request) {
              @Override
              Map<String, String> result(CachedCredential credential) {
                return credential.credential.headers();
              }
            }));
  }

  /**
   * Returns the URI to send the request to: the given one with the query credential appended, if
   * any.
   */
  public URI uri() {
    return uri;
  }

  /**
   * Returns the headers to set, replacing those of the same names, in the scheme's order;
   * unmodifiable.
   */
  public Map<String, String> headers() {
    return credential.headers();
  }

  /** Returns the names of the headers and query parameters, without values and URI. */
  @Override
  public String toString() {
    return "AuthenticatedRequest by " + credential;
  }
}
