package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssuedEvent;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import dev.latchkey.Origin;
import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The keyring that an application gets. */
class KeyringBeanTest {

  @Configuration(proxyBeanMethods = false)
  static class Acme {
    @Bean
    @LatchkeyOrigin({"${acme.url}", "https://other.test"})
    AuthScheme acme() {
      return context -> Credential.of("x-acme", context.uri().getHost());
    }

    @Bean
    AuthScheme part() {
      return AuthScheme.header("x-part", "p");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Mesh {
    @Bean
    @LatchkeyOrigin(value = "http://mesh.test", insecure = true)
    AuthScheme mesh() {
      return AuthScheme.header("x-mesh", "m");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Listeners {
    final List<Origin> issued = new ArrayList<>();

    @Bean
    KeyringListener first() {
      return listener();
    }

    @Bean
    KeyringListener second() {
      return listener();
    }

    private KeyringListener listener() {
      return new KeyringListener() {
        @Override
        public void issued(IssuedEvent event) {
          issued.add(event.origin());
        }
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnKeyring {
    @Bean
    Keyring own() {
      return Keyring.builder().build();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnClock {
    @Bean
    ManualClock clock() {
      return ManualClock.at("2026-01-01T00:00:00Z");
    }
  }

  @Test
  void needsNoSpringApplication() {
    try (var context = new AnnotationConfigApplicationContext(LatchkeyAutoConfiguration.class)) {
      assertThat(context.getBean(Keyring.class)).hasToString("Keyring[]");
    }
  }

  @Test
  void hasNoOriginWithoutProperties() {
    Contexts.runner()
        .run(context -> assertThat(context.getBean(Keyring.class)).hasToString("Keyring[]"));
  }

  @Test
  void hasTheBeansThatAreBoundToAnOrigin() {
    Contexts.origin("header.name=x", "header.value=v")
        .withUserConfiguration(Acme.class)
        .withPropertyValues("acme.url=https://acme.test")
        .run(
            context -> {
              Keyring keyring = context.getBean(Keyring.class);
              assertThat(keyring)
                  .hasToString("Keyring[https://api.test, https://acme.test, https://other.test]");
              assertThat(keyring.headersFor("GET", URI.create("https://acme.test/")))
                  .isEqualTo(Map.of("x-acme", "acme.test"));
            });
  }

  @Test
  void takesPlainHttpIfItIsToldTo() {
    Contexts.runner()
        .withUserConfiguration(Mesh.class)
        .withPropertyValues(
            "latchkey.origins[0].url=http://api.test",
            "latchkey.origins[0].insecure=true",
            "latchkey.origins[0].header.name=x",
            "latchkey.origins[0].header.value=v")
        .run(
            context ->
                assertThat(context.getBean(Keyring.class))
                    .hasToString("Keyring[http://api.test, http://mesh.test]"));
  }

  @Test
  void tellsAllListeners() {
    Contexts.origin("header.name=x", "header.value=v")
        .withUserConfiguration(Listeners.class)
        .run(
            context -> {
              var unused = Contexts.sent(context);
              assertThat(context.getBean(Listeners.class).issued)
                  .containsExactly(Origin.of("https://api.test"), Origin.of("https://api.test"));
            });
  }

  @Test
  void isTheApplicationsOwnIfThereIsOne() {
    Contexts.runner()
        .withUserConfiguration(OwnKeyring.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(Keyring.class);
              assertThat(context.getBean(Keyring.class)).hasToString("Keyring[]");
            });
  }

  @Test
  void refusesSettingsThatTheApplicationsOwnWouldNotHave() {
    assertThat(failureBesideOwnKeyring("latchkey.origins[0].url=https://api.test"))
        .isEqualTo(
            "latchkey.origins is not used, because the bean own is a Keyring of the application's"
                + " own; remove this property, or that bean");
    assertThat(failureBesideOwnKeyring("latchkey.issue-timeout=10s"))
        .startsWith("latchkey.issue-timeout is not used");
    assertThat(failureBesideOwnKeyring("acme.url=https://acme.test", Acme.class))
        .startsWith("@LatchkeyOrigin of the bean acme is not used")
        .endsWith("remove the annotation, or that bean");
  }

  private static String failureBesideOwnKeyring(String property, Class<?>... more) {
    StringBuilder failure = new StringBuilder();
    Contexts.runner()
        .withUserConfiguration(OwnKeyring.class)
        .withUserConfiguration(more)
        .withPropertyValues(property)
        .run(context -> failure.append(context.getStartupFailure().getMessage()));
    return failure.toString();
  }

  @Test
  void isClosedWithTheContext() {
    List<Keyring> seen = new ArrayList<>();
    Contexts.origin("header.name=x", "header.value=v")
        .run(context -> seen.add(context.getBean(Keyring.class)));

    assertThatThrownBy(() -> seen.get(0).headersFor("GET", URI.create("https://api.test/")))
        .isInstanceOf(CredentialException.class);
  }

  @Test
  void takesTheClockOfTheApplication() {
    Contexts.origin("jwt.secret=0123456789abcdef0123456789abcdef", "jwt.lifetime=1m")
        .withUserConfiguration(OwnClock.class)
        .run(
            context -> {
              String first = Contexts.authorization(context);
              assertThat(Contexts.authorization(context)).isEqualTo(first);
              context.getBean(ManualClock.class).advance(Duration.ofMinutes(2));
              assertThat(Contexts.authorization(context)).isNotEqualTo(first);
            });
  }

  @Test
  void takesTheIssueTimeout() {
    Contexts.runner()
        .withPropertyValues("latchkey.issue-timeout=0s")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageStartingWith("issueTimeout must be positive"));
  }
}
