package dev.latchkey.oauth2;

import static dev.latchkey.oauth2.Servers.form;
import static dev.latchkey.oauth2.Servers.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.Keyring;
import dev.latchkey.testing.Reply;
import dev.latchkey.testing.SentRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server takes each refresh token once, as RFC 9700 §2.2.2 wants it. */
class RefreshTokenTest {
  private final Servers servers = new Servers();
  private final Store store = new Store();
  private volatile String valid = "r0";
  private int rotations;

  @BeforeEach
  void rotating() {
    servers.endpoint.handle(this::rotate);
  }

  @AfterEach
  void close() {
    servers.close();
  }

  private synchronized Reply rotate(SentRequest sent) {
    if (!valid.equals(form(sent).get("refresh_token"))) {
      return Servers.error(400, "invalid_grant");
    }
    valid = "r" + ++rotations;
    return json(
        200,
        "{\"access_token\":\"a"
            + rotations
            + "\",\"refresh_token\":\""
            + valid
            + "\",\"expires_in\":3600}");
  }

  private static final class Store implements RefreshTokenStore {
    final List<String> calls = new ArrayList<>();
    volatile String token = "r0";
    volatile boolean fails;

    @Override
    public synchronized String load() {
      calls.add("load " + token);
      return token;
    }

    @Override
    public synchronized void store(String refreshToken) throws IOException {
      calls.add("store " + refreshToken);
      if (fails) {
        throw new IOException("s3cret " + refreshToken);
      }
      token = refreshToken;
    }
  }

  private Keyring keyring() {
    return servers.keyring(
        TokenRequest.refreshToken(servers.url(), store).publicClient("app").build());
  }

  @Test
  void aRotatedTokenIsStored() throws Exception {
    Keyring keyring = keyring();

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer a1");
    servers.clock.advance(Duration.ofHours(2));
    assertThat(servers.authorization(keyring)).isEqualTo("Bearer a2");

    assertThat(store.calls).containsExactly("load r0", "store r1", "load r1", "store r2");
    assertThat(form(servers.endpoint.request(0)))
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("client_id", "app");
  }

  @Test
  void aTokenThatCannotBeStoredIsNotLost() throws Exception {
    Keyring keyring = keyring();
    store.fails = true;

    for (int i = 0; i < 2; i++) {
      assertThat(catchThrowable(() -> servers.authorization(keyring)))
          .hasMessageContaining("The refresh token could not be stored: java.io.IOException")
          .hasMessageNotContaining("s3cret");
      servers.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(servers.endpoint.requests()).hasSize(1);
    store.fails = false;

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer a2");
    assertThat(store.calls)
        .containsExactly(
            "load r0",
            "store r1",
            "load r0",
            "store r1",
            "load r0",
            "store r1",
            "load r1",
            "store r2");
  }

  @Test
  void aTokenThatCouldNotBeStoredDoesNotReplaceThatOfAnotherLogin() throws Exception {
    Keyring keyring = keyring();
    store.fails = true;
    assertThat(catchThrowable(() -> servers.authorization(keyring))).isNotNull();
    store.fails = false;

    valid = "login2";
    store.token = "login2";
    keyring.forget(servers.api.origin());

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer a2");
    assertThat(store.calls)
        .containsExactly("load r0", "store r1", "load login2", "load login2", "store r2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "r"})
  void aTokenOfWhichAPartWasStoredIsNotLost(String part) throws Exception {
    Keyring keyring = keyring();
    store.fails = true;
    assertThat(catchThrowable(() -> servers.authorization(keyring))).isNotNull();
    store.fails = false;
    store.token = part;
    keyring.forget(servers.api.origin());

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer a2");
  }

  @Test
  void anEmptyTokenReplacesNone() throws Exception {
    servers.endpoint.reply(json(200, "{\"access_token\":\"a\",\"refresh_token\":\"\"}"));

    assertThat(servers.authorization(keyring())).isEqualTo("Bearer a");
    assertThat(store.calls).containsExactly("load r0");
  }

  @Test
  void aRotatedTokenIsStoredWhateverCameWithIt() {
    servers.endpoint.handle(sent -> json(200, "{\"refresh_token\":\"r1\"}"));

    assertThat(catchThrowable(() -> servers.authorization(keyring())))
        .hasMessageContaining("without access_token");
    assertThat(store.token).isEqualTo("r1");
  }

  @Test
  void whatAnotherProcessStoredIsTriedOnce() throws Exception {
    valid = "r7";
    servers.endpoint.handle(
        sent -> {
          store.token = "r7";
          return rotate(sent);
        });

    assertThat(servers.authorization(keyring())).isEqualTo("Bearer a1");
    assertThat(servers.endpoint.requests()).hasSize(2);
  }

  @Test
  void aRefusedTokenIsNotTriedAgain() {
    valid = "another";

    assertThat(catchThrowable(() -> servers.authorization(keyring())))
        .hasMessageContaining("invalid_grant");
    assertThat(servers.endpoint.requests()).hasSize(1);
  }

  @Test
  void anEmptyStoreIsToldClearly() {
    store.token = "";

    assertThat(catchThrowable(() -> servers.authorization(keyring())))
        .hasMessageContaining("There is no refresh token in the RefreshTokenStore");
  }

  @Test
  void oneIsSentAtATime() throws Exception {
    TokenRequest request =
        TokenRequest.refreshToken(servers.url(), store).publicClient("app").build();
    oneIsSentAtATime(i -> request);
  }

  @Test
  void requestsOfOneStoreTakeTurns() throws Exception {
    oneIsSentAtATime(i -> TokenRequest.refreshToken(servers.url(), store).scope("api" + i).build());
    assertThat(store.calls).hasSize(16);
    assertThat(servers.endpoint.requests()).hasSize(8);
  }

  private void oneIsSentAtATime(IntFunction<TokenRequest> requests) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Keyring keyring = servers.keyring(requests.apply(i));
        all.add(threads.submit(() -> servers.authorization(keyring)));
      }
      for (Future<String> each : all) {
        assertThat(each.get()).startsWith("Bearer a");
      }
    } finally {
      threads.shutdown();
    }
    assertThat(valid).isEqualTo("r8");
  }

  @Test
  void aStoreInMemoryFollowsTheRotation() throws Exception {
    Keyring keyring =
        servers.keyring(
            TokenRequest.refreshToken(servers.url(), RefreshTokenStore.inMemory("r0")).build());

    servers.authorization(keyring);
    keyring.forget(servers.api.origin());

    assertThat(servers.authorization(keyring)).isEqualTo("Bearer a2");
  }
}
