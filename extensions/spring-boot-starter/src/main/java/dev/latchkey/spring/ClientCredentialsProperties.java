package dev.latchkey.spring;

import dev.latchkey.AuthScheme;
import dev.latchkey.oauth2.TokenRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A token that an OAuth 2 server gives to the application itself (RFC 6749, section 4.4).
 *
 * @param tokenUrl The URL of the token endpoint.
 * @param clientId The client's id.
 * @param clientSecret The client's secret, sent by client_secret_basic.
 * @param keyFile A private key in PEM, for private_key_jwt instead of a secret, in a file that is
 *     named after its key id.
 * @param keyFolder A folder of such files, of which the newest is used.
 * @param keyId The key's id, if it is not the name of the file.
 * @param scope The requested scopes.
 */
record ClientCredentialsProperties(
    @Nullable String tokenUrl,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Path keyFile,
    @Nullable Path keyFolder,
    @Nullable String keyId,
    @DefaultValue List<String> scope)
    implements SchemeProperties {
  @Override
  public AuthScheme scheme(SchemeBlock block) {
    TokenRequest.Builder request =
        TokenRequest.clientCredentials(block.required("token-url", tokenUrl));
    String id = block.required("client-id", clientId);
    if (clientSecret == null) {
      if (keyFile == null && keyFolder == null) {
        throw block.failure("client-secret", "is not set; set it, or key-file");
      }
      request.privateKeyJwt(id, block.keyFile(keyFile, keyFolder, keyId));
    } else if (keyFile == null && keyFolder == null) {
      request.clientSecretBasic(id, block.secret("client-secret", clientSecret));
    } else {
      throw block.failure("client-secret", "is set beside a key file; set one of them");
    }
    if (!scope.isEmpty()) {
      request.scope(scope.toArray(String[]::new));
    }
    return request.build();
  }
}
