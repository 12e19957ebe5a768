package dev.latchkey.okhttp;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.checks.SecretSweep;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;

/** No public type of the adapter prints a secret. */
class PublicTypesTest extends SecretSweep {
  @Override
  protected Map<Class<?>, List<?>> instances() {
    Keyring keyring =
        Keyring.builder()
            .add("https://api.test", AuthScheme.header("Authorization", SECRET))
            .build();
    OkHttpClient client =
        KeyringInterceptor.install(
                new OkHttpClient.Builder().addInterceptor(new Secretive()), keyring)
            .build();
    return Map.of(
        KeyringInterceptor.class,
        List.of(
            client.interceptors().get(1),
            client.networkInterceptors().get(0),
            KeyringInterceptor.networkInterceptor(keyring),
            KeyringInterceptor.applicationInterceptor(keyring)),
        OkHttpTransport.class,
        List.of(OkHttpTransport.of(client)));
  }

  private static final class Secretive implements okhttp3.Interceptor {
    @Override
    public okhttp3.Response intercept(Chain chain) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
      return SECRET;
    }
  }
}
