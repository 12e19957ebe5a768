package dev.latchkey.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.SigningKey;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls, to servers that enforce DPoP. */
class DpopTest {
  private static final SigningKey KEY = SigningKey.pem("kid", TestKeys.pkcs8(TestKeys.ec()));

  private final DpopServer server = new DpopServer();
  private final List<Keyring> keyrings = new ArrayList<>();
  private final AuthScheme scheme = Dpop.bound(KEY, server.tokenRequest().build());

  @AfterEach
  void close() {
    keyrings.forEach(Keyring::close);
    server.close();
  }

  private DpopClient.Client client(DpopClient kind) {
    return kind.client(keyring(Clock.systemUTC()));
  }

  private Keyring keyring(Clock clock) {
    Keyring keyring = Keyring.builder().add(server.api.origin(), scheme).clock(clock).build();
    keyrings.add(keyring);
    return keyring;
  }

  private List<String> sentTokens() {
    return server.api.sent("Authorization");
  }

  /** Sends as many requests on as many threads at once. */
  private List<Integer> getAtOnce(DpopClient.Client client, int threads, int times)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Callable<Integer> task = () -> client.get(server.api.uri("/orders"));
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> future :
          executor.invokeAll(Collections.nCopies(times, task), 60, TimeUnit.SECONDS)) {
        statuses.add(future.get());
      }
      return statuses;
    } finally {
      executor.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachRequestHasTheTokenAndAProofOfItsOwn(DpopClient kind) throws Exception {
    DpopClient.Client client = client(kind);

    assertThat(client.get(server.api.uri("/orders?page=1"))).isEqualTo(200);
    assertThat(client.send("POST", server.api.uri("/orders/a%20b;c=d"))).isEqualTo(200);
    assertThat(client.send("DELETE", server.api.uri(""))).isEqualTo(200);

    assertThat(server.endpoint.requests()).hasSize(1);
    assertThat(sentTokens()).containsExactly("DPoP token-1", "DPoP token-1", "DPoP token-1");
    assertThat(server.api.sent("DPoP")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void noncesThatBothServersAskForAreSent(DpopClient kind) throws Exception {
    server.endpointNonces.require(1);
    server.apiNonces.require(1);
    DpopClient.Client client = client(kind);

    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(server.endpoint.requests()).as("one asked for a nonce").hasSize(2);
    assertThat(sentTokens()).as("one asked for a nonce").hasSize(3).containsOnly("DPoP token-1");

    server.apiNonces.next();
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(sentTokens()).as("the nonce expired").hasSize(5).containsOnly("DPoP token-1");

    server.endpointNonces.next();
    server.revokeTokens();
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(server.endpoint.requests()).as("the nonce expired").hasSize(4);
    assertThat(sentTokens()).hasSize(7).endsWith("DPoP token-1", "DPoP token-2");
  }

  @ParameterizedTest
  @EnumSource
  void aNonceThatComesWithAnyResponseIsUsedForTheNextRequest(DpopClient kind) throws Exception {
    server.endpointNonces.require(1);
    server.endpointNonces.changeWithEachResponse();
    server.apiNonces.require(1);
    server.apiNonces.changeWithEachResponse();
    DpopClient.Client client = client(kind);

    for (int i = 0; i < 5; i++) {
      assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    }
    server.revokeTokens();
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);

    assertThat(sentTokens()).as("one asked for a nonce, one for a token").hasSize(8);
    assertThat(server.endpoint.requests()).as("one asked for a nonce").hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void manyCallsAtOnceFetchOneTokenAndOneMoreWhenItIsRevoked(DpopClient kind) throws Exception {
    server.apiNonces.require(1);
    DpopClient.Client client = client(kind);

    assertThat(getAtOnce(client, 64, 64)).hasSize(64).containsOnly(200);
    assertThat(server.endpoint.requests()).hasSize(1);

    server.revokeTokens();
    assertThat(getAtOnce(client, 64, 64)).hasSize(64).containsOnly(200);
    assertThat(server.endpoint.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aNonceThatChangesWithEachResponseCostsNoCallMoreThanOneRetry(DpopClient kind)
      throws Exception {
    // As servers do, for which requests overtake each other.
    server.apiNonces.require(256);
    server.apiNonces.changeWithEachResponse();
    DpopClient.Client client = client(kind);

    assertThat(getAtOnce(client, 16, 320)).hasSize(320).containsOnly(200);

    assertThat(sentTokens()).hasSizeBetween(321, 640).containsOnly("DPoP token-1");
  }

  @ParameterizedTest
  @EnumSource
  void anotherHostGetsNeitherTokenNorProof(DpopClient kind) throws Exception {
    try (TestServer foreign = TestServer.http()) {
      server.api.handle(sent -> Reply.redirect(307, foreign.originByName() + "/"));

      assertThat(client(kind).get(server.api.uri("/"))).isEqualTo(200);

      assertThat(server.api.request(0).has("DPoP")).isTrue();
      assertThat(foreign.requests())
          .singleElement()
          .satisfies(
              sent ->
                  assertThat(sent.headerNames()).doesNotContain("Authorization", "DPoP", "dpop"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectWithinTheOriginHasAProofForItsUri(DpopClient kind) throws Exception {
    server.api.handle(
        sent -> sent.target().equals("/old") ? Reply.redirect(307, "/new") : server.resource(sent));

    assertThat(client(kind).get(server.api.uri("/old"))).isEqualTo(200);

    assertThat(server.api.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsSentOnceDoesNotCostTheToken(DpopClient kind) throws Exception {
    server.apiNonces.require(1);
    DpopClient.Client client = client(kind);

    assertThat(client.send("POST", server.api.uri("/"))).isEqualTo(401);
    assertThat(client.send("POST", server.api.uri("/"))).as("the nonce is known").isEqualTo(200);

    assertThat(server.endpoint.requests()).hasSize(1);
    assertThat(sentTokens()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-600, 600})
  void proofsAreDatedByTheClockOfEachServer(int seconds) throws Exception {
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    DpopClient.Client client = DpopClient.JDK.client(keyring(wrong));

    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);

    assertThat(server.endpoint.requests()).hasSize(2);
    assertThat(sentTokens()).hasSize(3).containsOnly("DPoP token-1");
  }

  @Test
  void aServerThatIsNeverContentIsAskedTwiceAndTheTokenStays() throws Exception {
    for (String code : List.of("use_dpop_nonce", "invalid_dpop_proof")) {
      DpopClient.Client client = client(DpopClient.OKHTTP);
      int before = server.api.requests().size();
      int fetches = server.endpoint.requests().size();
      server.api.handle(sent -> DpopServer.refusal(code).with("DPoP-Nonce", "n"));

      assertThat(client.get(server.api.uri("/"))).isEqualTo(401);

      assertThat(server.api.requests()).hasSize(before + 2);
      assertThat(server.endpoint.requests()).hasSize(fetches + 1);
    }
  }

  @Test
  void aNonceThatExpiresIsReplacedAlsoWhileAnotherCallIsRefusedForGood() throws Exception {
    server.apiNonces.require(1);
    server.api.handle(
        sent ->
            sent.target().equals("/forbidden")
                ? DpopServer.refusal("invalid_token")
                : server.resource(sent));
    DpopClient.Client client = client(DpopClient.OKHTTP);
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(client.get(server.api.uri("/forbidden"))).isEqualTo(401);

    server.apiNonces.next();

    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
  }

  @Test
  void aProofIsSignedOnTheThreadOfTheCall() throws Exception {
    AtomicInteger tasks = new AtomicInteger();
    Executor executor =
        task -> {
          tasks.incrementAndGet();
          task.run();
        };
    Keyring keyring = Keyring.builder().add(server.api.origin(), scheme).executor(executor).build();
    keyrings.add(keyring);
    DpopClient.Client client = DpopClient.OKHTTP.client(keyring);
    client.get(server.api.uri("/"));
    int before = tasks.get();
    server.apiNonces.require(1);

    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);

    assertThat(sentTokens()).hasSize(3);
    assertThat(tasks).hasValue(before);
  }

  @Test
  void theTokenStaysAlsoIfThereIsAnotherSchemeBeside() throws Exception {
    Keyring keyring =
        Keyring.builder()
            .add(
                server.api.origin(),
                AuthScheme.allOf(scheme, AuthScheme.header("x-key", "k").refusedWith(403)))
            .build();
    keyrings.add(keyring);
    DpopClient.Client client = DpopClient.JDK.client(keyring);
    server.apiNonces.require(1);

    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(server.endpoint.requests()).hasSize(1);

    server.revokeTokens();
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    assertThat(server.endpoint.requests()).hasSize(2);
  }

  @Test
  void whatOnlyTheCallerTakesForARefusalReplacesTheToken() throws Exception {
    Keyring keyring =
        Keyring.builder().add(server.api.origin(), scheme.refusedWith(401, 419)).build();
    keyrings.add(keyring);
    server.api.handle(
        sent ->
            sent.header("Authorization").endsWith("-1")
                ? Reply.of(419, "")
                : server.resource(sent));

    assertThat(DpopClient.OKHTTP.client(keyring).get(server.api.uri("/"))).isEqualTo(200);

    assertThat(sentTokens()).containsExactly("DPoP token-1", "DPoP token-2");
  }

  @Test
  void theEndpointMayBeAtTheOriginOfTheApiWithNoncesOfItsOwn() throws Exception {
    server.endpointNonces.require(1);
    server.apiNonces.require(1);
    server.api.handle(
        sent -> sent.target().startsWith("/token") ? server.token(sent) : server.resource(sent));
    AuthScheme scheme =
        Dpop.bound(
            KEY,
            TokenRequest.clientCredentials(server.api.origin() + "/token")
                .clientSecretBasic("id", "secret")
                .build());
    Keyring keyring = Keyring.builder().add(server.api.origin(), scheme).build();
    keyrings.add(keyring);
    DpopClient.Client client = DpopClient.JDK.client(keyring);

    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
    server.revokeTokens();
    assertThat(client.get(server.api.uri("/"))).isEqualTo(200);

    assertThat(server.api.requests()).as("each nonce was asked for once").hasSize(7);
  }

  @Test
  void eachOriginHasNoncesOfItsOwn() throws Exception {
    try (DpopServer other = new DpopServer()) {
      server.apiNonces.require(1);
      other.apiNonces.require(1);
      other.apiNonces.next();
      AuthScheme first = Dpop.bound(KEY, server.tokenRequest().build());
      other.api.handle(
          sent ->
              other.apiNonces.accepts(DpopServer.nonce(sent))
                  ? Reply.of(200, "")
                  : other.apiNonces.on(DpopServer.refusal("use_dpop_nonce"), true));
      Keyring keyring =
          Keyring.builder().add(first, server.api.origin(), other.api.origin()).build();
      keyrings.add(keyring);
      DpopClient.Client client = DpopClient.OKHTTP.client(keyring);

      for (int i = 0; i < 3; i++) {
        assertThat(client.get(server.api.uri("/"))).isEqualTo(200);
        assertThat(client.get(other.api.uri("/"))).isEqualTo(200);
      }

      assertThat(server.api.requests()).as("the nonce was asked for once").hasSize(4);
      assertThat(other.api.requests()).as("the nonce was asked for once").hasSize(4);
    }
  }
}
