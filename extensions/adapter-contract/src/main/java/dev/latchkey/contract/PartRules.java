package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A scheme may be made of others, each of which is held for itself. */
interface PartRules {
  int CALLS = 64;

  TestEnvironment stage();

  @Test
  default void manyCallsAtOnceFetchAPartOnceAndOnceMoreAfterARevocation() throws Exception {
    assertFetchedOnceAndOnceMore(Executors.newFixedThreadPool(CALLS));
    if (Runtime.version().feature() >= 21) {
      assertFetchedOnceAndOnceMore(
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }
  }

  private void assertFetchedOnceAndOnceMore(ExecutorService threads) throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger fetches = new AtomicInteger();
    AtomicInteger nonces = new AtomicInteger();
    AuthScheme token = fetched(fetches);
    TestClient client =
        stage.client(
            AuthScheme.allOf(
                token,
                AuthScheme.computed(
                    context ->
                        Credential.of("x-nonce", "n" + nonces.incrementAndGet()).singleUse())));
    try {
      for (String accepted : List.of("t1", "t2")) {
        stage.vendor.handle(
            sent -> Reply.of(sent.header("x-token").equals(accepted) ? 200 : 401, ""));
        assertThat(stage.sendAtOnce(CALLS, client, Call.get(stage.vendor.uri("/")), threads))
            .allMatch(answer -> answer.status() == 200);
        assertThat(fetches).hasToString(accepted.substring(1));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void ofSeveralPartsOnlyTheRefusedOneIsReplaced() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger fetches = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    TestClient client =
        stage.client(
            AuthScheme.allOf(
                fetched(fetches),
                ((AuthScheme) context -> Credential.of("x-other", "o" + others.incrementAndGet()))
                    .refusedWith(403)));
    stage.vendor.reply(Reply.of(403, ""), Reply.of(401, ""), Reply.of(200, ""));

    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(stage.vendor.sent("x-other")).containsExactly("o1", "o2", "o2");
    assertThat(stage.vendor.sent("x-token")).containsExactly("t1", "t1", "t1");
  }

  @Test
  default void partsAreChosenByPathAndByATenantThatOnlyTheSchemeSees() throws Exception {
    TestEnvironment stage = stage();
    AtomicInteger fetches = new AtomicInteger();
    Map<String, AuthScheme> tenants = Map.of("a", fetched(fetches), "b", fetched(fetches));
    TestClient client =
        stage.client(
            AuthScheme.computed(
                    context ->
                        context.path().equals("/login")
                            ? Credential.none()
                            : context.credential(
                                tenants.get(context.header("X-Tenant").orElse("a"))))
                .consuming("X-Tenant"));

    for (String path : List.of("/?page=1", "/?page=2", "/login", "/x")) {
      stage.send(client, Call.get(stage.vendor.uri(path)));
      stage.send(client, Call.get(stage.vendor.uri(path)).with("x-tenant", "b"));
    }

    assertThat(stage.vendor.sent("x-tenant")).containsOnly("");
    assertThat(stage.vendor.sent("x-token"))
        .containsExactly("t1", "t2", "t1", "t2", "", "", "t1", "t2");
  }

  private static AuthScheme fetched(AtomicInteger fetches) {
    return context ->
        Credential.of("x-token", "t" + fetches.incrementAndGet())
            .reusableUntil(context.now().plus(Duration.ofHours(1)));
  }
}
