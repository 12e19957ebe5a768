package dev.latchkey.oauth2;

import static java.util.Objects.requireNonNull;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** The ways in which a client authenticates itself in the form of a request for a token. */
final class ClientAuthentication {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private ClientAuthentication() {}

  private static void check(String clientId, Object proof) {
    requireNonNull(proof, "key or secret");
    if (requireNonNull(clientId, "clientId").isEmpty()) {
      throw new IllegalArgumentException("clientId must not be empty");
    }
  }

  static TokenForm.Part secretBasic(String clientId, Supplier<String> secret) {
    check(clientId, secret);
    return form ->
        form.headers(
            AuthScheme.clientSecretBasic(clientId, form.use(secret::get))
                .issue(form.endpoint)
                .headers());
  }

  static TokenForm.Part secretPost(String clientId, Supplier<String> secret) {
    check(clientId, secret);
    return form -> {
      form.field("client_id", clientId);
      form.field("client_secret", form.use(secret::get));
    };
  }

  static TokenForm.Part publicClient(String clientId) {
    check(clientId, clientId);
    return form -> form.field("client_id", clientId);
  }

  /** Signs an assertion of a minute for each request. */
  static TokenForm.Part privateKeyJwt(String clientId, Supplier<SigningKey> key, String audience) {
    check(clientId, key);
    JwtScheme assertion =
        JwtScheme.signedWith(key)
            .issuer(clientId)
            .subject(clientId)
            .audience(audience)
            .claim("jti", context -> UUID.randomUUID())
            .lifetime(Duration.ofMinutes(1))
            .build();
    TokenForm.Part signed = assertion(assertion);
    return form -> {
      form.field("client_id", clientId);
      signed.addTo(form);
    };
  }

  static TokenForm.Part assertion(JwtScheme assertion) {
    requireNonNull(assertion, "assertion");
    return form -> {
      form.field("client_assertion_type", JWT_BEARER);
      form.field("client_assertion", token(assertion, form));
    };
  }

  /** Returns a new token for a request, which may be tried again once its key has changed. */
  static String token(JwtScheme scheme, TokenForm form) throws IOException {
    form.dated = true;
    SigningKey unused = form.use(scheme::key);
    return scheme.token(form.endpoint);
  }
}
