package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header of a constant value, such as an API key.
 *
 * @param name The header's name.
 * @param value The header's value.
 */
record HeaderProperties(@Nullable String name, @Nullable Secret value) implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    String header = block.required("name", name);
    return SecretScheme.constant(
        secrets -> AuthScheme.header(header, secrets.get(0)),
        List.of(block.secret("value", value)));
  }
}
