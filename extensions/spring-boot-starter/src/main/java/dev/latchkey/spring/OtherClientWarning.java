package dev.latchkey.spring;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.core.env.Environment;

/**
 * Logs a warning that the clients of Spring Boot send no credentials, if the application chose
 * another client than the one that does. This kind of singleton is created even if the application
 * is lazy.
 */
final class OtherClientWarning implements SmartInitializingSingleton {
  static final String FACTORY = "spring.http.clients.imperative.factory";
  private static final Log log = LogFactory.getLog(OtherClientWarning.class);

  private final ObjectProvider<OriginSchemes> schemes;
  private final ListableBeanFactory beans;
  private final Environment environment;

  OtherClientWarning(
      ObjectProvider<OriginSchemes> schemes, ListableBeanFactory beans, Environment environment) {
    this.schemes = schemes;
    this.beans = beans;
    this.environment = environment;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (OriginSchemes.areNone(schemes)) {
      return;
    }
    String factory = environment.getProperty(FACTORY);
    String reason =
        factory != null && !factory.equalsIgnoreCase("jdk")
            ? FACTORY + " is " + factory + "; set it to jdk"
            : "their ClientHttpRequestFactoryBuilder is the bean "
                + String.join(
                    ", ", beans.getBeanNamesForType(ClientHttpRequestFactoryBuilder.class))
                + "; remove it";
    log.warn(
        "RestClient.Builder, RestTemplateBuilder and HTTP interface clients send no credentials"
            + " of the keyring, because "
            + reason
            + ", or set latchkey.http-clients.enabled=false if that is intended");
  }
}
