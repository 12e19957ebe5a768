package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.Keyring;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be built, and what is refused. */
class BuilderTest {
  private static final boolean DROPS_AUTHORIZATION = Runtime.version().feature() < 24;
  private static final Authenticator AUTHENTICATOR = new Authenticator() {};

  private static Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add("https://api.example.com", scheme).build();
  }

  private static Keyring bearer() {
    return keyring(AuthScheme.header("Authorization", "Bearer secret"));
  }

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "ALWAYS"})
  void aClientThatFollowsRedirectsIsNotWrapped(Redirect policy) {
    HttpClient client = HttpClient.newBuilder().followRedirects(policy).build();

    assertThatThrownBy(() -> KeyringHttpClient.wrap(client, bearer()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("followRedirects(HttpClient.Redirect.NEVER)")
        .hasMessageNotContaining("secret");
  }

  @Test
  void anAuthenticatorIsRefusedWhereTheJdkWouldDropTheHeader() {
    HttpClient client = HttpClient.newBuilder().authenticator(AUTHENTICATOR).build();
    HttpClient.Builder builder =
        KeyringHttpClient.newBuilder(bearer()).authenticator(AUTHENTICATOR);

    if (DROPS_AUTHORIZATION) {
      assertThatThrownBy(() -> KeyringHttpClient.wrap(client, bearer()))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("https://api.example.com");
      assertThatThrownBy(builder::build).isExactlyInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> KeyringHttpClient.wrap(client, keyring(context -> Credential.of("x-any", "v"))))
          .as("a scheme that does not tell its headers")
          .isExactlyInstanceOf(IllegalArgumentException.class);
    } else {
      assertThatCode(() -> KeyringHttpClient.wrap(client, bearer())).doesNotThrowAnyException();
      assertThat(builder.build().authenticator()).contains(AUTHENTICATOR);
    }
  }

  @Test
  void anAuthenticatorGoesWithOtherHeaders() {
    HttpClient client = HttpClient.newBuilder().authenticator(AUTHENTICATOR).build();

    HttpClient wrapped =
        KeyringHttpClient.wrap(client, keyring(AuthScheme.header("x-api-key", "secret")));

    assertThat(wrapped.authenticator()).contains(AUTHENTICATOR);
  }

  @Test
  void everythingThatIsSetIsTheClients() throws Exception {
    SSLContext ssl = Transport.TLS.sslContext();
    CookieManager cookies = new CookieManager();
    ProxySelector proxy = ProxySelector.of(null);
    ExecutorService executor = Executors.newCachedThreadPool();
    try {
      HttpClient.Builder builder = KeyringHttpClient.newBuilder(bearer());
      HttpClient client =
          builder
              .cookieHandler(cookies)
              .connectTimeout(Duration.ofSeconds(3))
              .sslContext(ssl)
              .sslParameters(ssl.getDefaultSSLParameters())
              .executor(executor)
              .followRedirects(Redirect.NORMAL)
              .version(Version.HTTP_1_1)
              .priority(7)
              .proxy(proxy)
              .build();

      assertThat(client).isInstanceOf(KeyringHttpClient.class);
      assertThat(client.cookieHandler()).contains(cookies);
      assertThat(client.connectTimeout()).contains(Duration.ofSeconds(3));
      assertThat(client.sslContext()).isSameAs(ssl);
      assertThat(client.sslParameters().getProtocols())
          .isEqualTo(ssl.getDefaultSSLParameters().getProtocols());
      assertThat(client.executor()).contains(executor);
      assertThat(client.followRedirects()).isEqualTo(Redirect.NORMAL);
      assertThat(client.version()).isEqualTo(Version.HTTP_1_1);
      assertThat(client.proxy()).contains(proxy);
      assertThat(builder.build()).isNotSameAs(client);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void whatTheJdkRefusesIsRefused() {
    HttpClient.Builder builder = KeyringHttpClient.newBuilder(bearer());

    assertThatThrownBy(() -> builder.priority(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.followRedirects(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> KeyringHttpClient.newBuilder(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> KeyringHttpClient.wrap(HttpClient.newHttpClient(), null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aWrappedClientCanBeWrappedAgain() {
    HttpClient once = KeyringHttpClient.wrap(HttpClient.newHttpClient(), bearer());

    assertThat(KeyringHttpClient.wrap(once, bearer()).toString())
        .contains("https://api.example.com")
        .doesNotContain("secret");
  }

  /** Inherited as they are they would give clients without credentials. */
  @Test
  @SuppressWarnings("deprecation") // of which compilers warn
  void theJdksOwnFactoriesAreHidden() {
    assertThatThrownBy(() -> KeyringHttpClient.newHttpClient())
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("KeyringHttpClient.newBuilder(keyring)");
    assertThatThrownBy(() -> KeyringHttpClient.newBuilder())
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("KeyringHttpClient.newBuilder(keyring)");
  }

  @Test
  void noStaticMethodOfTheJdksIsInherited() {
    for (Method method : HttpClient.class.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        assertThatCode(
                () ->
                    KeyringHttpClient.class.getDeclaredMethod(
                        method.getName(), method.getParameterTypes()))
            .as(method.toString())
            .doesNotThrowAnyException();
      }
    }
  }
}
