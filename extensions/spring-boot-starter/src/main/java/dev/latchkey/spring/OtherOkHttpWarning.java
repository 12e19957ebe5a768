package dev.latchkey.spring;

import dev.latchkey.okhttp.KeyringInterceptor;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Logs a warning that OkHttp sends no credentials, if the application has its own {@link
 * OkHttpClient} and installed the keyring in none. Clients that are not created yet are not
 * checked.
 */
final class OtherOkHttpWarning implements SmartInitializingSingleton {
  private static final Log log = LogFactory.getLog(OtherOkHttpWarning.class);

  private final ObjectProvider<OriginSchemes> schemes;
  private final ListableBeanFactory beans;

  OtherOkHttpWarning(ObjectProvider<OriginSchemes> schemes, ListableBeanFactory beans) {
    this.schemes = schemes;
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (OriginSchemes.areNone(schemes)) {
      return;
    }
    Map<String, OkHttpClient> clients = beans.getBeansOfType(OkHttpClient.class, false, false);
    if (!clients.isEmpty() && clients.values().stream().noneMatch(OtherOkHttpWarning::isOurs)) {
      log.warn(
          "The OkHttpClient "
              + String.join(", ", clients.keySet())
              + " sends no credentials of the keyring; call KeyringInterceptor.install(builder,"
              + " keyring) last where it is built, or remove it and use the one of the starter, or"
              + " set latchkey.http-clients.enabled=false if that is intended");
    }
  }

  private static boolean isOurs(OkHttpClient client) {
    String name = KeyringInterceptor.class.getPackageName();
    return client.interceptors().stream()
        .anyMatch(interceptor -> interceptor.getClass().getPackageName().equals(name));
  }
}
