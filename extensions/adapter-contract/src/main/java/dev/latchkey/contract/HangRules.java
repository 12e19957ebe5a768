package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** No call hangs where a scheme does, or where the executor drops its tasks. */
interface HangRules {
  TestEnvironment stage();

  @Test
  default void anIssueThatHangsFailsTheCall() {
    CountDownLatch never = new CountDownLatch(1);
    TestEnvironment stage = stage();

    assertFails(
        stage.clientOf(
            keyring ->
                keyring
                    .issueTimeout(Duration.ofMillis(100))
                    .add(stage.vendor.origin(), context -> hang(never))));
    never.countDown();
  }

  @Test
  default void anIssueThatHangsAfterARefusalLeavesItToTheCaller() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    TestEnvironment stage = stage();

    assertRefused(
        stage.clientOf(
            keyring ->
                keyring
                    .issueTimeout(Duration.ofMillis(100))
                    .add(stage.vendor.origin(), oneToken(context -> hang(never)))),
        "refused, and the scheme hangs");
    never.countDown();
  }

  @Test
  default void anExecutorThatDropsTasksFailsTheCall() {
    TestEnvironment stage = stage();

    assertFails(
        stage.clientOf(
            keyring ->
                keyring
                    .issueTimeout(Duration.ofMillis(100))
                    .executor(task -> {})
                    .add(stage.vendor.origin(), context -> Credential.of("x-token", "t"))));
  }

  /** On its own thread it would be told at once; on another one nobody can see it. */
  @Test
  default void aSchemeThatWaitsForItselfThroughItsClientFailsTheCall() {
    TestEnvironment stage = stage();
    AtomicReference<TestClient> own = new AtomicReference<>();
    own.set(
        stage.clientOf(
            keyring ->
                keyring
                    .issueTimeout(Duration.ofMillis(200))
                    .add(
                        stage.vendor.origin(),
                        context -> {
                          Call token = Call.get(stage.vendor.uri("/token"));
                          try {
                            String body = stage.sendAtOnce(1, own.get(), token).get(0).body();
                            return Credential.of("x-token", body);
                          } catch (Exception e) {
                            throw new IOException(e);
                          }
                        })));

    assertFails(own.get());
  }

  private void assertFails(TestClient client) {
    TestEnvironment stage = stage();

    assertThatThrownBy(() -> stage.sendAtOnce(1, client, Call.get(stage.vendor.uri("/"))))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("issueTimeout");
    assertThat(stage.vendor.requests()).isEmpty();
  }

  private void assertRefused(TestClient client, String body) throws Exception {
    TestEnvironment stage = stage();
    stage.vendor.reply(Reply.of(401, body), Reply.of(200, "never"));

    Answer answer = stage.sendAtOnce(1, client, Call.get(stage.vendor.uri("/"))).get(0);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(stage.vendor.requests()).hasSize(1);
    assertThat(stage.refusals).containsExactly(false);
  }

  /** Issues one good token; what follows is another scheme's. */
  private static AuthScheme oneToken(AuthScheme then) {
    AtomicInteger asked = new AtomicInteger();
    return context ->
        asked.getAndIncrement() == 0
            ? Credential.of("x-token", "first")
                .reusableUntil(context.now().plus(Duration.ofHours(1)))
            : then.issue(context);
  }

  private static Credential hang(CountDownLatch never) throws IOException {
    try {
      boolean unused = never.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    throw new IOException("too late");
  }
}
