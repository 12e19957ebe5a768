package dev.latchkey.oauth2;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** The ways in which a client authenticates in the form of a token request. */
final class ClientAuthentication {
  static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private ClientAuthentication() {}

  static TokenForm.Part secretBasic(String clientId, Supplier<String> secret) {
    return form ->
        form.headers(
            AuthScheme.clientSecretBasic(clientId, form.use(secret::get))
                .issue(form.endpoint)
                .headers());
  }

  /** Returns an assertion that is valid for a minute. */
  static JwtScheme privateKeyJwt(String clientId, Supplier<SigningKey> key, URI endpoint) {
    return JwtScheme.signedWith(key)
        .issuer(clientId)
        .subject(clientId)
        .audience(endpoint.toString())
        .claim("jti", context -> UUID.randomUUID())
        .lifetime(Duration.ofMinutes(1))
        .build();
  }

  /** Returns a new token for a request, which may be sent again once its key has changed. */
  static String token(JwtScheme scheme, TokenForm form) throws IOException {
    form.dated = true;
    SigningKey unused = form.use(scheme::key);
    return scheme.token(form.endpoint);
  }
}
