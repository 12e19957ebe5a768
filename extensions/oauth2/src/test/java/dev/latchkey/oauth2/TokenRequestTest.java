package dev.latchkey.oauth2;

import static dev.latchkey.oauth2.Servers.form;
import static dev.latchkey.oauth2.Servers.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Keyring;
import dev.latchkey.testing.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenRequestTest {
  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  private TokenRequest.Builder acme() {
    return TokenRequest.clientCredentials(servers.url()).clientSecretBasic("id", "s3:c+r%t");
  }

  @ParameterizedTest
  @EnumSource
  void callsCarryATokenThatIsGotOnce(Adapter adapter) throws Exception {
    Adapter.Client client =
        adapter.client(servers.keyring(acme().scope("orders.read", "orders.write").build()));

    assertThat(client.get(servers.api.uri("/a"))).isEqualTo(200);
    assertThat(client.get(servers.api.uri("/b"))).isEqualTo(200);

    assertThat(servers.api.sent("Authorization")).containsExactly("Bearer t1", "Bearer t1");
    assertThat(servers.endpoint.requests())
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.method()).isEqualTo("POST");
              assertThat(sent.target()).isEqualTo("/token");
              assertThat(sent.header("Accept")).isEqualTo("application/json");
              assertThat(sent.header("Content-Type"))
                  .isEqualTo("application/x-www-form-urlencoded");
              // id:s3%3Ac%2Br%25t
              assertThat(sent.header("Authorization")).isEqualTo("Basic aWQ6czMlM0FjJTJCciUyNXQ=");
              assertThat(form(sent))
                  .containsOnlyKeys("grant_type", "scope")
                  .containsEntry("grant_type", "client_credentials")
                  .containsEntry("scope", "orders.read orders.write");
            });
  }

  @ParameterizedTest
  @EnumSource
  void aTokenThatTheApiRefusesIsReplacedOnce(Adapter adapter) throws Exception {
    Adapter.Client client = adapter.client(servers.keyring(acme().build()));
    client.get(servers.api.uri("/"));
    servers.api.handle(
        sent -> Reply.of(sent.header("Authorization").equals("Bearer t1") ? 401 : 200, ""));

    assertThat(client.get(servers.api.uri("/"))).isEqualTo(200);
    assertThat(client.get(servers.api.uri("/"))).isEqualTo(200);

    assertThat(servers.endpoint.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void manyCallsAtOnceGetOneToken(Adapter adapter) throws Exception {
    Adapter.Client client = adapter.client(servers.keyring(acme().build()));
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      Callable<Integer> call = () -> client.get(servers.api.uri("/"));
      for (Future<Integer> status :
          threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> call).toList())) {
        assertThat(status.get()).isEqualTo(200);
      }
    } finally {
      threads.shutdown();
    }

    assertThat(servers.endpoint.requests()).hasSize(1);
    assertThat(servers.api.sent("Authorization")).hasSize(64).containsOnly("Bearer t1");
  }

  @Test
  void aTokenIsReplacedBeforeItEnds() throws Exception {
    Keyring keyring = servers.keyring(acme().build());
    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t1");

    servers.clock.advance(Duration.ofMinutes(40));
    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t1");
    assertThat(servers.endpoint.requests()).hasSize(1);
    servers.clock.advance(Duration.ofMinutes(19).plusSeconds(30));

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
  }

  @Test
  void aForgottenTokenIsGotAnew() throws Exception {
    Keyring keyring = servers.keyring(acme().build());
    servers.authorization(keyring);

    keyring.forget(servers.api.origin());

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer t2");
  }

  @Test
  void aTokenMayGoInAnyHeader() throws Exception {
    TokenRequest request =
        acme().header("X-Token", token -> "Token " + token).tokenField("token").build();
    servers.endpoint.reply(json(201, "{\"token\":\"abc\",\"token_type\":\"session\"}"));

    assertThat(servers.keyring(request).headersFor("GET", servers.api.uri("/")))
        .containsExactly(Map.entry("X-Token", "Token abc"));
    assertThat(request.headerNames()).isEqualTo(Set.of("X-Token"));
  }

  @Test
  void whatIsSetIsSent() throws Exception {
    servers.authorization(
        TokenRequest.to(servers.url())
            .publicClient("me")
            .field("audience", "https://api")
            .field("resource", List.of("https://a", "https://b"))
            .field("account_id", 7)
            .field("nonce", () -> "computed")
            .requestHeader("X-Tenant", "acme")
            .requestHeader("Accept", "application/vnd.acme+json"));

    assertThat(servers.endpoint.request(0).header("X-Tenant")).isEqualTo("acme");
    assertThat(servers.endpoint.request(0).header("Accept")).isEqualTo("application/vnd.acme+json");
    assertThat(form(servers.endpoint.request(0)))
        .containsEntry("audience", "https://api")
        .containsEntry("resource", "https://a,https://b")
        .containsEntry("account_id", "7")
        .containsEntry("nonce", "computed")
        .containsEntry("client_id", "me");
  }

  @Test
  void aBodyMayBeJson() throws Exception {
    servers.authorization(
        TokenRequest.to(servers.url())
            .jsonBody()
            .field("repositories", List.of("a", "b"))
            .field("mixed", List.of("a\"b", 2, false))
            .field("n", 1)
            .field("b", true));

    assertThat(servers.endpoint.request(0).header("Content-Type")).isEqualTo("application/json");
    assertThat(servers.endpoint.request(0).body())
        .isEqualTo(
            "{\"repositories\":[\"a\",\"b\"],\"mixed\":[\"a\\\"b\",2,false],\"n\":1,\"b\":true}");
  }

  @Test
  void aRequestOfNothingHasNoBody() throws Exception {
    servers.authorization(TokenRequest.to(servers.url()));

    assertThat(servers.endpoint.request(0).body()).isEmpty();
    assertThat(servers.endpoint.request(0).has("Content-Type")).isFalse();
  }
}
