package dev.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import dev.latchkey.contract.TestClient.Call;
import dev.latchkey.testing.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a scheme throws, and whenever it does: no call waits for ever, and none shows it. */
interface FailureRules {
  TestEnvironment stage();

  /** What a scheme may throw. */
  enum Thrown {
    IO {
      @Override
      Throwable get() {
        return new IOException("s3cret");
      }
    },
    RUNTIME {
      @Override
      Throwable get() {
        return new IllegalStateException("s3cret");
      }
    },
    UNDECLARED {
      @Override
      Throwable get() {
        return new TimeoutException("s3cret");
      }
    },
    ASSERTION {
      @Override
      Throwable get() {
        return new AssertionError("s3cret");
      }
    },
    STACK_OVERFLOW {
      @Override
      Throwable get() {
        return new StackOverflowError("s3cret");
      }
    },
    NEITHER_ERROR_NOR_EXCEPTION {
      @Override
      Throwable get() {
        return new Throwable("s3cret");
      }
    };

    abstract Throwable get();
  }

  /** Issues tokens that are good for an hour, the first few at least; then it throws. */
  final class Throwing implements AuthScheme {
    private final Semaphore good;
    private final Thrown thrown;
    final Semaphore asked = new Semaphore(0);

    Throwing(int good, Thrown thrown) {
      this.good = new Semaphore(good);
      this.thrown = thrown;
    }

    @Override
    public Credential issue(IssueContext context) throws IOException {
      asked.release();
      if (!good.tryAcquire()) {
        throw Throwing.<RuntimeException>sneaky(thrown.get());
      }
      return Credential.of("x-token", "good")
          .reusableUntil(context.now().plus(Duration.ofHours(1)));
    }

    @Override
    public Set<String> headerNames() {
      return Set.of("x-token");
    }

    // There is no other way to write in Java what Kotlin does by itself.
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
      throw (E) thrown;
    }
  }

  @ParameterizedTest
  @EnumSource
  default void whatASchemeThrowsAtFirstFailsTheCall(Thrown thrown) {
    TestEnvironment stage = stage();
    TestClient client = stage.client(new Throwing(0, thrown));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> stage.send(client, Call.get(stage.vendor.uri("/"))))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining(thrown.get().getClass().getName())
          .hasMessageNotContaining("s3cret");
    }

    assertThat(stage.vendor.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void whatASchemeThrowsAfterARefusalLeavesTheCallerTheRefusal(Thrown thrown)
      throws Exception {
    TestEnvironment stage = stage();
    TestClient client = stage.client(new Throwing(1, thrown));
    String body = "why ".repeat(10_000);
    stage.vendor.reply(Reply.of(401, body), Reply.of(200, "ok"));

    TestClient.Answer refused = stage.send(client, Call.get(stage.vendor.uri("/")));
    TestClient.Answer next = stage.send(client, Call.get(stage.vendor.uri("/")));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).isEqualTo(body);
    assertThat(next.body()).as("with the old credential").isEqualTo("ok");
    assertThat(stage.vendor.sent("x-token")).containsExactly("good", "good");
  }

  @ParameterizedTest
  @EnumSource
  default void whatASchemeThrowsWhenItRenewsLeavesTheOldCredentialInUse(Thrown thrown)
      throws Exception {
    TestEnvironment stage = stage();
    Throwing scheme = new Throwing(1, thrown);
    TestClient client = stage.client(scheme);
    stage.send(client, Call.get(stage.vendor.uri("/")));

    stage.clock.advance(Duration.ofMinutes(55));
    stage.send(client, Call.get(stage.vendor.uri("/")));
    assertThat(scheme.asked.tryAcquire(2, 30, TimeUnit.SECONDS)).as("renewed").isTrue();
    stage.send(client, Call.get(stage.vendor.uri("/")));
    stage.clock.advance(Duration.ofMinutes(6));

    assertThatThrownBy(() -> stage.send(client, Call.get(stage.vendor.uri("/"))))
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining("s3cret");
    assertThat(stage.vendor.sent("x-token")).containsExactly("good", "good", "good");
  }
}
