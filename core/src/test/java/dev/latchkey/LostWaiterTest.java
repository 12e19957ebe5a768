package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Nobody waits for an issue that nobody ends, whatever fails around it. */
class LostWaiterTest {
  private static final String API = "https://api.test";
  private static final URI URL = URI.create(API + "/");

  private final TestKeyring test = new TestKeyring();
  private final CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));

  @Test
  void aTimerThatCannotMakeItsThreadFailsTheCallAndNotTheSlot() throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    Keyring keyring =
        test.builder()
            .add(API, scheme)
            .timer(
                (task, delay) -> {
                  if (failing.get()) {
                    throw new InternalError("unable to create native thread");
                  }
                  return test.timer.apply(task, delay);
                })
            .build();

    assertThat(ask(keyring)).isCompletedExceptionally();
    assertThat(ask(keyring)).as("the next one").isCompletedExceptionally();
    failing.set(false);
    test.clock.advance(Duration.ofSeconds(1));
    assertThat(TestCall.await(ask(keyring)).headers()).isEqualTo(Map.of("x", "t1"));
  }

  @Test
  void aRequestThatCannotBeReadFailsItsOwnCallOnly() throws Exception {
    Keyring keyring =
        test.byHand()
            .keyring(context -> Credential.of("x", "t" + context.header("x-tenant").orElse("-")));
    CompletableFuture<Credential> first = ask(keyring);
    CompletableFuture<Credential> unreadable =
        ask(
            keyring,
            name -> {
              throw new IllegalStateException("s3cret");
            });
    CompletableFuture<Credential> other =
        ask(keyring, name -> name.equals("x-tenant") ? "b" : null);

    test.byHand.run();

    assertThat(TestCall.await(first).headers()).isEqualTo(Map.of("x", "t-"));
    assertThatThrownBy(() -> TestCall.await(unreadable))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("IllegalStateException")
        .hasMessageNotContaining("s3cret");
    assertThat(other).isDone();
    assertThat(TestCall.await(other).headers()).isEqualTo(Map.of("x", "tb"));
  }

  @Test
  void aSchemeThatWaitsForAnIssueThatIsQueuedBehindItRunsItItself() throws Exception {
    AtomicReference<Keyring> keyring = new AtomicReference<>();
    URI other = URI.create("https://b.test/");
    keyring.set(
        test.byHand()
            .builder()
            .add(
                API,
                context ->
                    Credential.of("x", keyring.get().headersFor("GET", other).get("x") + "a"))
            .add("https://b.test", context -> Credential.of("x", "b"))
            .build());
    CompletableFuture<Credential> one = ask(keyring.get());
    CompletableFuture<Credential> two =
        keyring.get().newCall().attempt("GET", other, name -> null).credential();

    Thread executor = new Thread(test.byHand::run);
    executor.start();
    try {
      assertThat(TestCall.await(one).headers()).isEqualTo(Map.of("x", "ba"));
      assertThat(TestCall.await(two).headers()).isEqualTo(Map.of("x", "b"));
    } finally {
      executor.interrupt();
      executor.join(10_000);
    }
  }

  /** Such as a parser that calls for each level of what it reads. */
  @Test
  void aCallerWhoseStackOverflowsLeavesNoIssueThatNobodyEnds() throws Exception {
    SigningKey key = SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes");
    AtomicBoolean failing = new AtomicBoolean(true);
    Function<IssueContext, String> claim =
        context -> {
          if (failing.get()) {
            throw new IllegalStateException();
          }
          return "c";
        };
    for (int i = 0; i < 20; i++) {
      // The first two load the classes, on failure and on success.
      failing.set(i == 0);
      int stackSize = 300_000 + i * 4_096;
      Keyring keyring =
          test.keyring(
              JwtScheme.signedWith(key).claim("c", claim).lifetime(Duration.ofDays(1)).build());
      if (i > 1) {
        Runnable call =
            () -> {
              test.clock.advance(Duration.ofMinutes(1));
              ask(keyring).isDone();
            };
        Thread thread = new Thread(null, () -> overflow(call, 0), "deep", stackSize);
        thread.start();
        thread.join();
      }
      test.clock.advance(Duration.ofMinutes(1));

      assertThat(ask(keyring)).as("stack of %s bytes", stackSize).isDone();
    }
  }

  /** Calls at the end of the stack, and a few frames before it. Returns how many there are. */
  private static int overflow(Runnable call, int depth) {
    int frames = 0;
    try {
      frames = depth == Integer.MAX_VALUE ? 0 : overflow(call, depth + 1) + 1;
    } catch (StackOverflowError e) {
      // This frame is the last one.
    }
    if (frames < 30) {
      try {
        call.run();
      } catch (StackOverflowError e) {
        // The next frame has more room.
      }
    }
    return frames;
  }

  @Test
  void aListenerThatBlocksWhenTimeIsUpDoesNotKeepOthersFromTheirEnd() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    KeyringListener blocking =
        new KeyringListener() {
          @Override
          public void issueFailed(IssueFailedEvent event) {
            blocked.countDown();
            try {
              assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    try (Keyring one = hanging().listener(blocking).build();
        Keyring two = hanging().build()) {
      assertThat(ask(one)).isNotDone();
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> TestCall.await(ask(two))).isInstanceOf(CredentialException.class);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aCredentialThatEndedAfterItWasPreparedIsNotSent() throws Exception {
    Keyring keyring = test.keyring(scheme);
    AuthAttempt attempt = keyring.newCall().attempt("GET", URL, name -> null);
    assertThat(TestCall.await(attempt.prepare())).isTrue();
    test.clock.advance(Duration.ofMinutes(5));

    assertThat(TestCall.await(attempt.credential()).headers()).isEqualTo(Map.of("x", "t2"));
  }

  private Keyring.Builder hanging() {
    return Keyring.builder()
        .issueTimeout(Duration.ofMillis(1))
        .executor(task -> {})
        .add(API, scheme);
  }

  private static CompletableFuture<Credential> ask(Keyring keyring) {
    return ask(keyring, name -> null);
  }

  private static CompletableFuture<Credential> ask(
      Keyring keyring, Function<String, String> header) {
    return keyring.newCall().attempt("GET", URL, header).credential();
  }
}
