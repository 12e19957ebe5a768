package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter of a constant value, such as an API key.
 *
 * @param name The parameter's name.
 * @param value The parameter's value.
 */
record QueryProperties(@Nullable String name, @Nullable Secret value) implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    String parameter = block.required("name", name);
    return SecretScheme.constant(
        secrets -> AuthScheme.query(parameter, secrets.get(0)),
        List.of(block.secret("value", value)));
  }
}
