package dev.latchkey.spring;

import dev.latchkey.Keyring;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Keeps an application from starting that has a keyring of its own and sets up another one, which
 * would not be there: its requests would go without the credentials that somebody set up. Such a
 * singleton is made even if the application is lazy.
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
