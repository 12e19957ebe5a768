package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Basic authentication (RFC 7617).
 *
 * @param username The user id.
 * @param password The password.
 */
record BasicProperties(@Nullable Secret username, @Nullable Secret password)
    implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    return SecretScheme.constant(
        secrets -> AuthScheme.basic(secrets.get(0), secrets.get(1)),
        List.of(block.secret("username", username), block.secretOrEmpty("password", password)));
  }
}
