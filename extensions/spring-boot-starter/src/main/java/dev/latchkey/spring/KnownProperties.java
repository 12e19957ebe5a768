package dev.latchkey.spring;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties that do not exist, such as misspelled ones, which Spring would ignore: for
 * example, an API key would be sent without the signature that was meant to be configured. Spring's
 * own check does not cover the elements of a list, and shows values, which may be secrets.
 */
final class KnownProperties {
  private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("latchkey");

  private KnownProperties() {}

  /**
   * Rejects properties that do not exist.
   *
   * @throws LatchkeyPropertyException if there is one
   */
  static void check(ConfigurableEnvironment environment) {
    for (ConfigurationPropertySource source :
        ConfigurationPropertySources.from(environment.getPropertySources())) {
      if (source instanceof IterableConfigurationPropertySource names && !isShared(source)) {
        names.stream()
            .filter(PREFIX::isAncestorOf)
            .filter(name -> !isKnown(name, 1, LatchkeyProperties.class))
            .findFirst()
            .ifPresent(
                name -> {
                  throw LatchkeyPropertyException.of(
                      name.toString(), "is no property of Latchkey; correct its name");
                });
      }
    }
  }

  /**
   * Returns whether a source also has names for other purposes, which may begin alike by chance.
   */
  private static boolean isShared(ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
        || (source.getUnderlyingSource() instanceof PropertySource<?> properties
            && properties
                .getName()
                .equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
  }

  /** Returns whether the rest of a name, from an element on, is a property of a type. */
  private static boolean isKnown(ConfigurationPropertyName name, int from, Class<?> type) {
    if (from >= name.getNumberOfElements() || !type.isRecord()) {
      return true;
    }
    RecordComponent component = component(type, name.getElement(from, Form.UNIFORM));
    if (component == null) {
      return false;
    }
    if (component.getGenericType() instanceof ParameterizedType list
        && list.getRawType() == List.class
        && list.getActualTypeArguments()[0] instanceof Class<?> element) {
      return isKnown(name, from + 2, element);
    }
    return isKnown(name, from + 1, component.getType());
  }

  private static @Nullable RecordComponent component(Class<?> type, String name) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getName().toLowerCase(Locale.ROOT).equals(name)) {
        return component;
      }
    }
    return null;
  }
}
