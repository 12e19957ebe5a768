package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.vendor.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An API key, alone or with signatures, as {@link ApiKey} sends it.
 *
 * @param apiKey The API key.
 * @param jwtKey The key that signs x-signature, if that is sent.
 * @param appKey The organization's key, if it signs too.
 * @param appSecret The organization's secret, which signs x-app-signature.
 */
record ApiKeyProperties(
    @Nullable Secret apiKey,
    @Nullable Secret jwtKey,
    @Nullable Secret appKey,
    @Nullable Secret appSecret)
    implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    List<Supplier<String>> secrets = new ArrayList<>(List.of(block.secret("api-key", apiKey)));
    if (jwtKey != null) {
      secrets.add(block.secret("jwt-key", jwtKey));
    }
    boolean organization = appKey != null || appSecret != null;
    if (organization) {
      secrets.add(block.secret("app-key", appKey));
      secrets.add(block.secret("app-secret", appSecret));
    }
    boolean endless = secrets.size() == 1;
    return endless
        ? SecretScheme.constant(values -> ApiKey.of(values.get(0)), secrets)
        : SecretScheme.of(values -> signed(values, organization), secrets);
  }

  private AuthScheme signed(List<String> values, boolean organization) {
    ApiKey.Builder scheme = ApiKey.builder(values.get(0));
    if (jwtKey != null) {
      scheme.signedWith(values.get(1));
    }
    int last = values.size() - 1;
    if (organization) {
      scheme.organization(values.get(last - 1), values.get(last));
    }
    return scheme.build();
  }
}
