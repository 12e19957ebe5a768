package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a scheme throws, on whichever way, each caller has an outcome and the next try works.
 */
class ThrowingSchemeTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0);
  private final AtomicBoolean throwing = new AtomicBoolean();

  /** What is thrown, where its message is a secret. */
  enum Thrown {
    IO_EXCEPTION,
    RUNTIME_EXCEPTION,
    ASSERTION_ERROR,
    STACK_OVERFLOW,
    NO_CLASS,
    THROWABLE,
    INTERRUPTED;

    RuntimeException sneak() {
      return Sneaky.throwing(make());
    }

    private Throwable make() {
      return switch (this) {
        case IO_EXCEPTION -> new IOException("s3cret");
        case RUNTIME_EXCEPTION -> new IllegalStateException("s3cret");
        case ASSERTION_ERROR -> new AssertionError("s3cret");
        case STACK_OVERFLOW -> new StackOverflowError("s3cret");
        case NO_CLASS -> new NoClassDefFoundError("s3cret");
        case THROWABLE -> new Throwable("s3cret");
        case INTERRUPTED -> new InterruptedException("s3cret");
      };
    }
  }

  /** Where the executor runs its tasks. */
  enum Where {
    HERE,
    BY_HAND
  }

  private record Case(Thrown thrown, Where where) {}

  static Stream<Case> cases() {
    return Stream.of(Thrown.values())
        .flatMap(thrown -> Stream.of(Where.values()).map(where -> new Case(thrown, where)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void onTheFirstIssue(Case how) throws Exception {
    Keyring keyring = keyring(how, scheme(how));
    throwing.set(true);

    CompletableFuture<Credential> waiting = ask(keyring);
    test.byHand.run();

    assertFails(waiting);
    throwing.set(false);
    test.clock.advance(Duration.ofSeconds(1));
    assertWorks(keyring);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void onARenewalInTheBackground(Case how) throws Exception {
    Keyring keyring = keyring(how, scheme(how));
    assertWorks(keyring);
    throwing.set(true);
    test.clock.advance(Duration.ofSeconds(250));

    assertThat(ask(keyring)).as("starts the renewal").isDone();
    test.byHand.run();

    assertThat(test.events.count("issueFailed")).isEqualTo(1);
    assertThat(TestCall.await(ask(keyring)).headers()).isEqualTo(Map.of("x", "k"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void afterARefusal(Case how) throws Exception {
    Keyring keyring = keyring(how, scheme(how));
    assertWorks(keyring);
    AuthAttempt attempt = new TestCall(keyring).attempt(API);
    assertThat(attempt.credential()).isDone();
    throwing.set(true);

    assertThat(test.byHand.await(attempt.received(401, name -> null, true))).isFalse();
    assertThat(TestCall.await(ask(keyring)).headers()).isEqualTo(Map.of("x", "k"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whereEachRequestHasItsOwnCredential(Case how) throws Exception {
    AuthScheme reusable = scheme(how);
    Keyring keyring = keyring(how, context -> reusable.issue(context).singleUse());
    assertWorks(keyring);
    throwing.set(true);

    CompletableFuture<Credential> waiting = ask(keyring);
    test.byHand.run();

    assertFails(waiting);
    throwing.set(false);
    assertWorks(keyring);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inAClaimThatIsComputedOnTheThreadOfTheCall(Case how) throws Exception {
    AuthScheme scheme =
        JwtScheme.signedWith(SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes"))
            .header("x")
            .claim(
                "c",
                context -> {
                  if (throwing.get()) {
                    throw how.thrown.sneak();
                  }
                  return "c";
                })
            .lifetime(Duration.ofMinutes(5))
            .build();
    Keyring keyring = keyring(how, scheme);
    throwing.set(true);

    assertFails(ask(keyring));
    throwing.set(false);
    test.clock.advance(Duration.ofSeconds(1));
    assertThat(TestCall.await(ask(keyring)).headers()).containsKey("x");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whenItIsAskedWhatARefusalIs(Case how) throws Exception {
    AuthScheme good = scheme(how);
    Keyring keyring =
        keyring(
            how,
            new AuthScheme() {
              @Override
              public Credential issue(IssueContext context) throws IOException {
                return good.issue(context);
              }

              @Override
              public boolean isRefusal(int status) {
                throw how.thrown.sneak();
              }
            });
    assertWorks(keyring);
    AuthAttempt attempt = new TestCall(keyring).attempt(API);
    assertThat(attempt.credential()).isDone();

    assertThat(TestCall.await(attempt.received(401, name -> null, true))).isFalse();
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
    // Often, since the compiler changes the size of the frames meanwhile.
    for (int i = 0; i < 60; i++) {
      // The first two load the classes, on failure and on success.
      failing.set(i == 0);
      // Short, since each overflow walks all of it.
      int stackSize = 170_000 + i % 10 * 4_096;
      Keyring keyring =
          test.withoutListener()
              .keyring(
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

      CompletableFuture<Credential> next = ask(keyring);
      assertThat(next).as("stack of %s bytes", stackSize).isDone();
      assertThat(next.isCompletedExceptionally()).isEqualTo(failing.get());
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
    if (frames < 100) {
      try {
        call.run();
      } catch (StackOverflowError e) {
        // The next frame has more room.
      }
    }
    return frames;
  }

  private AuthScheme scheme(Case how) {
    return context -> {
      if (throwing.get()) {
        throw how.thrown.sneak();
      }
      return Credential.of("x", "k").reusableUntil(context.now().plusSeconds(300));
    };
  }

  private Keyring keyring(Case how, AuthScheme scheme) {
    return (how.where == Where.HERE ? test : test.byHand()).keyring(scheme);
  }

  private static CompletableFuture<Credential> ask(Keyring keyring) {
    return new TestCall(keyring).ask(API);
  }

  private void assertWorks(Keyring keyring) throws Exception {
    assertThat(test.byHand.await(ask(keyring)).headers()).isEqualTo(Map.of("x", "k"));
  }

  private static void assertFails(CompletableFuture<Credential> waiting) {
    assertThatThrownBy(() -> TestCall.await(waiting))
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining("s3cret");
  }
}
