package dev.latchkey.spring;

import dev.latchkey.Keyring;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Keeps an application from starting that has its own keyring and also configures another one,
 * which would not exist: its requests would be sent without the configured credentials. This kind
 * of singleton is created even if the application is lazy.
 */
final class OwnKeyringCheck implements SmartInitializingSingleton {
  private final LatchkeyProperties properties;
  private final ListableBeanFactory beans;

  OwnKeyringCheck(LatchkeyProperties properties, ListableBeanFactory beans) {
    this.properties = properties;
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (!properties.origins().isEmpty()) {
      throw unused("latchkey.origins", "remove this property");
    }
    if (properties.issueTimeout() != null) {
      throw unused("latchkey.issue-timeout", "remove this property");
    }
    for (String bean : beans.getBeanNamesForAnnotation(LatchkeyOrigin.class)) {
      throw unused("@LatchkeyOrigin of the bean " + bean, "remove the annotation");
    }
  }

  private LatchkeyPropertyException unused(String setting, String cure) {
    String keyring = String.join(", ", beans.getBeanNamesForType(Keyring.class));
    return LatchkeyPropertyException.of(
        setting,
        "is not used, because the bean "
            + keyring
            + " is a Keyring of the application's own; "
            + cure
            + ", or that bean");
  }
}
