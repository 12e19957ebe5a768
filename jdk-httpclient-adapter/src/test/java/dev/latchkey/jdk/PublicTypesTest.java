package dev.latchkey.jdk;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.checks.SecretSweep;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/** No public type of the adapter prints a secret, nor does what it returns. */
class PublicTypesTest extends SecretSweep {
  @Override
  protected Map<Class<?>, List<?>> instances() {
    Keyring keyring =
        Keyring.builder().add("https://api.test", AuthScheme.header("x-api-key", SECRET)).build();
    KeyringHttpClient client = KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring);
    HttpClient.Builder builder = KeyringHttpClient.newBuilder(keyring);
    return Map.of(
        KeyringHttpClient.class,
        List.of(client, builder, builder.build(), client.newWebSocketBuilder()));
  }
}
