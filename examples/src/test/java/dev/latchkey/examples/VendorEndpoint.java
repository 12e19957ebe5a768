package dev.latchkey.examples;

import dev.latchkey.HttpTransport;
import dev.latchkey.JwtScheme;
import dev.latchkey.oauth2.RefreshTokenStore;
import dev.latchkey.oauth2.TokenRequest;
import java.net.URI;

/**
 * What the snippets of {@code docs/vendors.md} call instead of {@link TokenRequest}: the same, with
 * the token endpoint at a server's origin, through the client that is tried.
 */
public record VendorEndpoint(String origin, HttpTransport transport) {
  public TokenRequest.Builder clientCredentials(String endpoint) {
    return TokenRequest.clientCredentials(local(endpoint)).transport(transport);
  }

  public TokenRequest.Builder jwtBearer(String endpoint, JwtScheme assertion) {
    return TokenRequest.jwtBearer(local(endpoint), assertion).transport(transport);
  }

  public TokenRequest.Builder refreshToken(String endpoint, RefreshTokenStore store) {
    return TokenRequest.refreshToken(local(endpoint), store).transport(transport);
  }

  public TokenRequest.Builder to(String endpoint) {
    return TokenRequest.to(local(endpoint)).transport(transport);
  }

  private String local(String endpoint) {
    return origin + URI.create(endpoint).getRawPath();
  }
}
