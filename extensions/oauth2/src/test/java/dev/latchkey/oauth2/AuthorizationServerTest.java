package dev.latchkey.oauth2;

import static dev.latchkey.oauth2.AuthorizationServer.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.TestKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server that was not written for this test takes, and what it refuses. */
class AuthorizationServerTest {
  private static final SigningKey KEY = SigningKey.rs256("k1", TestKeys.rsa().getPrivate());

  @TempDir static Path folder;
  private static AuthorizationServer server;

  private final Servers servers = new Servers();

  @BeforeAll
  static void start() throws LifecycleException {
    server = new AuthorizationServer(folder);
  }

  @AfterAll
  static void stop() throws LifecycleException {
    server.close();
  }

  @BeforeEach
  void theApiTakesTheServersTokens() {
    servers.api.handle(
        sent -> {
          String token = sent.header("Authorization").replaceFirst("^Bearer ", "");
          return Reply.of(!token.isEmpty() && server.knows(token) ? 200 : 401, "");
        });
  }

  @AfterEach
  void close() {
    servers.close();
  }

  private static TokenRequest.Builder request() {
    return TokenRequest.clientCredentials(server.tokenEndpoint());
  }

  private Keyring keyring(TokenRequest request, Clock clock) {
    return Keyring.builder().clock(clock).add(servers.api.origin(), request).build();
  }

  private int status(TokenRequest request, Clock clock) throws Exception {
    try (Keyring keyring = keyring(request, clock)) {
      return Adapter.JDK.client(keyring).get(servers.api.uri("/"));
    }
  }

  static Stream<Arguments> aClientIsKnown() {
    return Stream.of(
        known(
            "client_secret_basic", request -> request.clientSecretBasic("basic", secret("basic"))),
        known("client_secret_post", request -> request.clientSecretPost("post", secret("post"))),
        known("private_key_jwt", request -> request.privateKeyJwt("jwt", KEY)));
  }

  private static Arguments known(String name, UnaryOperator<TokenRequest.Builder> client) {
    return arguments(name, client);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aClientIsKnown(String name, UnaryOperator<TokenRequest.Builder> client) throws Exception {
    TokenRequest request = client.apply(request().scope("read")).build();

    assertThat(status(request, Clock.systemUTC())).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aTokenServesBothClients(Adapter adapter) throws Exception {
    try (Keyring keyring =
        keyring(request().clientSecretBasic("basic", secret("basic")).build(), Clock.systemUTC())) {
      assertThat(adapter.client(keyring).get(servers.api.uri("/"))).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"3", "-3"})
  void aMachineWithAWrongClockIsKnownToo(int minutes) throws Exception {
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));

    assertThat(status(request().privateKeyJwt("jwt", KEY).build(), wrong)).isEqualTo(200);
  }

  static Stream<Arguments> whatIsRefused() {
    SigningKey other = SigningKey.rs256("k1", TestKeys.otherRsa().getPrivate());
    return Stream.of(
        arguments("401 invalid_client", request().clientSecretBasic("basic", "wrong")),
        arguments("401 invalid_client", request().clientSecretBasic("nobody", "secret")),
        arguments("401 invalid_client", request().privateKeyJwt("jwt", other)),
        arguments(
            "400 invalid_scope",
            request().clientSecretBasic("basic", secret("basic")).scope("write")),
        arguments("400 unauthorized_client", request().clientSecretBasic("other", secret("other"))),
        arguments(
            "400 invalid_grant",
            TokenRequest.refreshToken(server.tokenEndpoint(), RefreshTokenStore.inMemory("unknown"))
                .clientSecretBasic("basic", secret("basic"))),
        arguments(
            "400 unsupported_grant_type",
            TokenRequest.to(server.tokenEndpoint())
                .clientSecretBasic("basic", secret("basic"))
                .field("grant_type", "account_credentials")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatIsRefused(String told, TokenRequest.Builder request) {
    Throwable thrown = catchThrowable(() -> status(request.build(), Clock.systemUTC()));

    assertThat(thrown).hasMessageContaining(" answered " + told + " (next try at ");
  }

  @Test
  void refreshTokensAreRotated() throws Exception {
    String first = AuthorizationServer.REFRESH_TOKENS.get(0);
    RefreshTokenStore store = RefreshTokenStore.inMemory(first);
    TokenRequest request = refresh(store);

    assertThat(status(request, Clock.systemUTC())).isEqualTo(200);
    String second = store.load();
    assertThat(status(request, Clock.systemUTC())).isEqualTo(200);

    assertThat(second).isNotEqualTo(first);
    assertThat(store.load()).isNotEqualTo(second);
  }

  @Test
  void aUsersTokenIsExchanged() throws Exception {
    TokenRequest user =
        refresh(RefreshTokenStore.inMemory(AuthorizationServer.REFRESH_TOKENS.get(1)));
    TokenRequest request =
        TokenRequest.tokenExchange(
                server.tokenEndpoint(), user, "urn:ietf:params:oauth:token-type:access_token")
            .clientSecretBasic("basic", secret("basic"))
            .build();

    assertThat(status(request, Clock.systemUTC())).isEqualTo(200);
  }

  private static TokenRequest refresh(RefreshTokenStore store) {
    return TokenRequest.refreshToken(server.tokenEndpoint(), store)
        .clientSecretBasic("basic", secret("basic"))
        .build();
  }
}
