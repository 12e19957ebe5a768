package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.contract.TestClient.Answer;
import dev.latchkey.contract.TestClient.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No call hangs, whatever a scheme or an executor does. */
interface FailureRules {
  TestEnvironment stage();

  /** What a scheme may throw, though not all of it is declared. */
  enum Thrown {
    IO_EXCEPTION,
    RUNTIME_EXCEPTION,
    CHECKED_EXCEPTION,
    ASSERTION_ERROR,
    STACK_OVERFLOW,
    THROWABLE;

    Credential raise() {
      return Thrown.<RuntimeException>raise(
          switch (this) {
            case IO_EXCEPTION -> new IOException("s3cret");
            case RUNTIME_EXCEPTION -> new IllegalStateException("s3cret");
            case CHECKED_EXCEPTION -> new Exception("s3cret");
            case ASSERTION_ERROR -> new AssertionError("s3cret");
            case STACK_OVERFLOW -> new StackOverflowError("s3cret");
            case THROWABLE -> new Throwable("s3cret");
          });
    }

    @SuppressWarnings("unchecked") // the way in which Kotlin and Lombok throw
    private static <E extends Throwable> Credential raise(Throwable what) throws E {
      throw (E) what;
    }
  }

  @ParameterizedTest
  @EnumSource
  default void whateverASchemeThrowsTheCallFails(Thrown what) {
    TestEnvironment stage = stage();
    TestClient client = stage.client(context -> what.raise());

    assertFails(client);
  }

  @ParameterizedTest
  @EnumSource
  default void whateverASchemeThrowsAfterARefusalTheCallerGetsIt(Thrown what) throws Exception {
    assertRefused(
        stage().client(oneToken(context -> what.raise())), "refused, whatever the scheme throws");
  }

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

  private void assertFails(TestClient client) {
    TestEnvironment stage = stage();

    assertThatThrownBy(() -> stage.sendAtOnce(1, client, Call.get(stage.vendor.uri("/"))))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining("s3cret");
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
