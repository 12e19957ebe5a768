package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Reads the current values of properties. Spring reads each file of a config tree once; this reads
 * it again, so that a secret that Kubernetes has replaced is noticed. Thread-safe.
 */
final class Secrets {
  /** Spring's own helper keeps a placeholder that has no value, which would then be sent. */
  private static final PropertyPlaceholderHelper PLACEHOLDERS =
      new PropertyPlaceholderHelper("${", "}", ":", '\\', false);

  private final ConfigurableEnvironment environment;
  private final Map<Path, PropertySource<?>> trees = new ConcurrentHashMap<>();

  /** Created once, since that takes time; it gets the sources at each read. */
  private final Binder binder;

  Secrets(ConfigurableEnvironment environment) {
    this.environment = environment;
    Iterable<PropertySource<?>> current = () -> sources().iterator();
    this.binder =
        new Binder(
            ConfigurationPropertySources.from(current),
            new PropertySourcesPlaceholdersResolver(current, PLACEHOLDERS));
  }

  /**
   * Returns the value of a property, with its placeholders replaced; null if it has none.
   *
   * @throws LatchkeyPropertyException if a placeholder has no value
   */
  @Nullable String value(String property) {
    try {
      return binder.bind(property, String.class).orElse(null);
    } catch (BindException e) {
      if (e.getCause() instanceof PlaceholderResolutionException unresolved) {
        // Without the cause, whose message has the text around the placeholder.
        throw LatchkeyPropertyException.of(
            property, "refers to ${" + unresolved.getPlaceholder() + "}, which is not set; set it");
      }
      throw e;
    }
  }

  private List<PropertySource<?>> sources() {
    List<PropertySource<?>> sources = new ArrayList<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      // That source has the values of all others, as they were first read.
      if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
        if (source instanceof ConfigTreePropertySource tree) {
          sources.add(followed(tree));
        }
        sources.add(source);
      }
    }
    return sources;
  }

  private PropertySource<?> followed(ConfigTreePropertySource tree) {
    return trees.computeIfAbsent(
        tree.getSource(),
        folder ->
            new ConfigTreePropertySource(
                tree.getName(), folder, Option.ALWAYS_READ, Option.AUTO_TRIM_TRAILING_NEW_LINE));
  }

  /** Returns the class name only, because the environment has secrets. */
  @Override
  public String toString() {
    return "Secrets";
  }
}
