package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.Keyring;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AsyncTest {
  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  @Test
  void sixtyFourCallsThatFindNoTokenCostOne() throws Exception {
    OkHttpClient client = lab.client();
    client.dispatcher().setMaxRequestsPerHost(64);
    lab.tokens.hold();
    List<CompletableFuture<Response>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(TestEnvironment.enqueue(client.newCall(lab.get("/"))));
    }
    lab.tokens.awaitAsked();
    assertThat(client.dispatcher().runningCallsCount()).isEqualTo(64);

    lab.tokens.open();

    assertAllSucceed(answers);
    assertThat(lab.tokens.asked()).isEqualTo(1);
  }

  @Test
  void callsThatFillTheDispatcherWithItsUsualLimitsDoNotDeadlock() throws Exception {
    OkHttpClient client = lab.client();
    List<CompletableFuture<Response>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(TestEnvironment.enqueue(client.newCall(lab.get("/"))));
    }

    assertAllSucceed(answers);
    assertThat(lab.tokens.asked()).isEqualTo(1);
  }

  private static void assertAllSucceed(List<CompletableFuture<Response>> answers) throws Exception {
    for (CompletableFuture<Response> answer : answers) {
      try (Response response = answer.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS)) {
        assertThat(response.code()).isEqualTo(200);
      }
    }
  }

  @Test
  void aSchemeThatThrowsAtRuntimeFailsTheCallAndNotItsThread() {
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.set(e));
    try {
      OkHttpClient client =
          lab.client(
              context -> {
                throw new IllegalStateException("s3cret");
              });

      assertThat(TestEnvironment.enqueue(client.newCall(lab.get("/"))))
          .failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS))
          .withThrowableThat()
          .withCauseInstanceOf(CredentialException.class);

      client.dispatcher().executorService().shutdown();
      assertThat(client.dispatcher().executorService().awaitTermination(10, TimeUnit.SECONDS))
          .isTrue();
      assertThat(uncaught).hasNullValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void aSchemeThatFetchesItsTokenWithTheSameClientFailsAtOnce() {
    AtomicReference<OkHttpClient> itself = new AtomicReference<>();
    OkHttpClient client =
        lab.client(
            context -> {
              TestEnvironment.send(itself.get(), lab.get("/token"));
              throw new AssertionError("answered");
            });
    itself.set(client);

    assertThat(TestEnvironment.enqueue(client.newCall(lab.get("/"))))
        .failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS))
        .withThrowableThat()
        .withMessageContaining("its scheme requested its own credential");
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aSchemeCanFetchItsTokenElsewhereWithTheSameClient() throws Exception {
    AtomicReference<OkHttpClient> itself = new AtomicReference<>();
    OkHttpClient client =
        lab.client(
            context -> {
              TestEnvironment.send(itself.get(), TestEnvironment.get(lab.foreign, "/token"));
              return lab.tokens.issue(context);
            });
    itself.set(client);

    assertThat(TestEnvironment.send(client, lab.get("/"))).isEqualTo("200 ok");

    assertThat(lab.foreign.sent("Authorization")).containsExactly("");
    assertThat(lab.vendor.sent("Authorization")).containsExactly("t1");
  }

  @Test
  void aSchemeThatEnqueuesCallsOfItsOwnOriginFailsWhenItsTimeIsOver() {
    AtomicReference<OkHttpClient> itself = new AtomicReference<>();
    OkHttpClient client =
        limited(
            context -> {
              TestEnvironment.enqueue(itself.get().newCall(lab.get("/token"))).join().close();
              throw new AssertionError("answered");
            },
            10);
    itself.set(client);

    assertThat(TestEnvironment.enqueue(client.newCall(lab.get("/"))))
        .failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS))
        .withThrowableThat()
        .withCauseInstanceOf(CredentialException.class);
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aSchemeThatEnqueuesOnADispatcherFullOfCallsThatWaitForItFailsWhenItsTimeIsOver() {
    AtomicReference<OkHttpClient> itself = new AtomicReference<>();
    OkHttpClient client = limited(context -> fetch(itself.get()), 1);
    itself.set(client);

    assertThat(TestEnvironment.enqueue(client.newCall(lab.get("/"))))
        .failsWithin(Duration.ofSeconds(TestEnvironment.MOST_SECONDS))
        .withThrowableThat()
        .withCauseInstanceOf(CredentialException.class);
    assertThat(lab.vendor.requests()).isEmpty();
  }

  @Test
  void aSchemeThatEnqueuesOnADispatcherOfItsOwnGetsItsToken() throws Exception {
    OkHttpClient fetching = lab.closing(lab.bare().dispatcher(new Dispatcher()).build());
    OkHttpClient client = lab.client(context -> fetch(fetching));
    client.dispatcher().setMaxRequests(1);
    List<CompletableFuture<Response>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(TestEnvironment.enqueue(client.newCall(lab.get("/"))));
    }

    assertAllSucceed(answers);

    assertThat(lab.foreign.requests()).hasSize(1);
    assertThat(lab.vendor.sent("Authorization")).containsOnly("Bearer ok");
  }

  private Credential fetch(OkHttpClient client) throws IOException {
    try (Response response =
        TestEnvironment.enqueue(client.newCall(TestEnvironment.get(lab.foreign, "/token")))
            .join()) {
      return Credential.of("Authorization", "Bearer " + response.body().string());
    }
  }

  /** A client whose scheme may take a moment, and whose dispatcher runs few calls at once. */
  private OkHttpClient limited(AuthScheme scheme, int maxRequests) {
    Keyring keyring =
        lab.keyringOf(
            builder ->
                builder.add(lab.vendor.origin(), scheme).issueTimeout(Duration.ofMillis(300)));
    OkHttpClient client = lab.closing(KeyringInterceptor.install(lab.bare(), keyring).build());
    client.dispatcher().setMaxRequests(maxRequests);
    return client;
  }
}
