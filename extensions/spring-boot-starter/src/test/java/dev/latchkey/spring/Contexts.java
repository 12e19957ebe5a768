package dev.latchkey.spring;

import dev.latchkey.AuthenticatedRequest;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Application contexts with the starter's configuration, and what a keyring in one sends. */
final class Contexts {
  private static final URI URL = URI.create("https://api.test/orders");

  private Contexts() {}

  static ApplicationContextRunner runner() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class));
  }

  /** One with properties of {@code latchkey.origins[0]}, whose URL is {@code https://api.test}. */
  static ApplicationContextRunner origin(String... properties) {
    ApplicationContextRunner runner =
        runner().withPropertyValues("latchkey.origins[0].url=https://api.test");
    for (String property : properties) {
      runner = runner.withPropertyValues("latchkey.origins[0]." + property);
    }
    return runner;
  }

  static AuthenticatedRequest sent(ApplicationContext context) {
    try {
      return context.getBean(Keyring.class).authenticate("GET", URL, Map.of(), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String authorization(ApplicationContext context) {
    return String.valueOf(sent(context).headers().get("Authorization"));
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
