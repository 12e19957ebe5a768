package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.vendor.MayaOnline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key of MayaOnline.
 *
 * @param publicValue The key's publicValue.
 * @param secretValue The key's secretValue.
 */
record MayaOnlineProperties(@Nullable Secret publicValue, @Nullable Secret secretValue)
    implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    return SecretScheme.constant(
        secrets -> MayaOnline.apiKey(secrets.get(0), secrets.get(1)),
        List.of(
            block.secret("public-value", publicValue), block.secret("secret-value", secretValue)));
  }
}
