package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.vendor.StatusEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A key pair of StatusEntry.
 *
 * @param accessKey The access key.
 * @param secretKey The secret key.
 * @param boundToPath Whether each path and query gets a token of its own.
 */
record StatusEntryProperties(
    @Nullable Secret accessKey,
    @Nullable Secret secretKey,
    @DefaultValue("false") boolean boundToPath)
    implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    return SecretScheme.of(
        secrets ->
            boundToPath
                ? StatusEntry.keyPairBoundToPath(secrets.get(0), secrets.get(1))
                : StatusEntry.keyPair(secrets.get(0), secrets.get(1)),
        List.of(block.secret("access-key", accessKey), block.secret("secret-key", secretKey)));
  }
}
