package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who waits for an issue gets its outcome, or gives up and lets go of the request. */
class CredentialWaiterTest {
  private static final String API = "https://api.test";
  private static final int MOST_COLLECTIONS = 50;

  private final TestKeyring test = new TestKeyring().byHand();
  private final CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));
  private final Keyring keyring = test.keyring(scheme);

  @Test
  void callsThatGiveUpWhileAnIssueHangsAreCollected() {
    CompletableFuture<Credential> leader = new TestCall(keyring).ask(API);
    List<WeakReference<Object>> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      requests.add(waitAndGiveUp());
    }

    assertThat(remaining(requests)).isZero();
    test.byHand.run();
    assertThat(leader).isDone();
  }

  @Test
  void aCallThatGivesUpOnAReplacementIsCollected() {
    CompletableFuture<Credential> leader = new TestCall(keyring).ask(API);
    test.byHand.run();
    assertThat(leader).isDone();
    AuthAttempt refused = new TestCall(keyring).attempt(API);
    assertThat(refused.credential()).isDone();
    assertThat(refused.received(401, name -> null, true)).isNotDone();
    List<WeakReference<Object>> requests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      requests.add(refuseAndGiveUp());
    }

    assertThat(remaining(requests)).isZero();
  }

  @Test
  void aCredentialThatIsCachedNeedsNoWaiter() {
    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    assertThat(first).isInstanceOf(CredentialWaiter.class);
    test.byHand.run();
    assertThat(first).isDone();

    assertThat(new TestCall(keyring).ask(API)).isDone().isNotInstanceOf(CredentialWaiter.class);

    test.clock.advance(Duration.ofSeconds(265));
    assertThat(new TestCall(keyring).ask(API)).as("begins the renewal").isDone();
    assertThat(test.byHand.waiting()).isEqualTo(1);
    assertThat(new TestCall(keyring).ask(API))
        .as("stale, and its renewal is under way")
        .isDone()
        .isNotInstanceOf(CredentialWaiter.class);
    assertThat(scheme.asked()).isEqualTo(1);
  }

  @Test
  void aCallerThatHasItsOutcomeCannotGiveItUp() {
    TestCall call = new TestCall(keyring);
    CompletableFuture<Credential> credential = call.ask(API);
    test.byHand.run();
    CompletableFuture<Boolean> again = call.received(401, name -> null, true);
    test.byHand.run();

    assertThat(credential.cancel(false)).isFalse();
    assertThat(credential).isNotCancelled();
    assertThat(again.cancel(false)).isFalse();
    assertThat(again).isCompletedWithValue(true);
  }

  @Test
  void aCallerThatGaveUpIsToldSoEachTime() {
    CompletableFuture<Credential> credential = new TestCall(keyring).ask(API);

    assertThat(credential.cancel(false)).isTrue();
    assertThat(credential.cancel(false)).isTrue();
    assertThat(credential).isCancelled();
  }

  /** As by {@link CompletableFuture#orTimeout}. */
  @Test
  void aCallerThatEndedItsWaitItselfIsToldThatItIsNotCancelled() {
    CompletableFuture<Credential> credential = new TestCall(keyring).ask(API);
    credential.completeExceptionally(new TimeoutException());

    assertThat(credential.cancel(false)).isFalse();
    assertThat(credential).isNotCancelled();
  }

  /** It gives up while the others are told that the credential is not theirs. */
  @Test
  void aCallThatGaveUpIsNotHeldByTheIssueThatItWouldWaitForNext() {
    Keyring keyring =
        test.keyring(context -> Credential.of("x", "t" + context.header("x-tenant").orElse("-")));
    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    CompletableFuture<Credential> other = new TestCall(keyring).with("x-tenant", "b").ask(API);
    WeakReference<Object> request = giveUpAfter(first, keyring);

    test.byHand.runOne();

    assertThat(first).isDone();
    assertThat(other).as("has an issue of its own").isNotDone();
    assertThat(remaining(List.of(request))).isZero();
    test.byHand.run();
    assertThat(other).isDone();
  }

  @Test
  void aCallerIsNotGivenWhatHadEndedBeforeItCame() throws Exception {
    AtomicReference<Keyring> itself = new AtomicReference<>();
    AtomicReference<CompletableFuture<Map<String, String>>> late = new AtomicReference<>();
    KeyringListener suspended =
        new KeyringListener() {
          @Override
          public void issued(IssuedEvent event) {
            if (late.get() == null) {
              test.clock.advance(Duration.ofHours(1));
              CompletableFuture.runAsync(() -> late.set(headers(itself.get())))
                  .orTimeout(10, TimeUnit.SECONDS)
                  .join();
            }
          }
        };
    Keyring keyring = test.listener(suspended).keyring(scheme);
    itself.set(keyring);
    CompletableFuture<Map<String, String>> first = headers(keyring);
    test.byHand.run();

    assertThat(TestCall.await(first)).as("had come before").containsEntry("x", "t1");
    assertThat(TestCall.await(late.get())).containsEntry("x", "t2");
  }

  @Test
  void aRequestThatCannotBeReadFailsItsOwnCallOnly() throws Exception {
    Keyring keyring =
        test.keyring(context -> Credential.of("x", "t" + context.header("x-tenant").orElse("-")));
    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    CompletableFuture<Credential> unreadable =
        attempt(
                keyring,
                name -> {
                  throw new IllegalStateException("s3cret");
                })
            .credential();
    CompletableFuture<Credential> other = new TestCall(keyring).with("x-tenant", "b").ask(API);

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
  void aCredentialThatEndedAfterItWasPreparedIsNotSent() throws Exception {
    AuthAttempt attempt = new TestCall(keyring).attempt(API);
    CompletableFuture<Boolean> prepared = attempt.prepare();
    test.byHand.run();
    assertThat(TestCall.await(prepared)).isTrue();
    test.clock.advance(Duration.ofMinutes(5));

    CompletableFuture<Credential> next = attempt.credential();
    test.byHand.run();
    assertThat(TestCall.await(next).headers()).isEqualTo(Map.of("x", "t2"));
  }

  private WeakReference<Object> waitAndGiveUp() {
    byte[] body = new byte[100_000];
    CompletableFuture<Credential> waiting = attempt(keyring, headersOf(body)).credential();
    assertThat(waiting).isNotDone();
    waiting.cancel(false);
    return new WeakReference<>(body);
  }

  private WeakReference<Object> giveUpAfter(CompletableFuture<Credential> first, Keyring keyring) {
    byte[] body = new byte[100_000];
    CompletableFuture<Credential> waiting =
        attempt(keyring, name -> "x-tenant".equals(name) ? "b".repeat(body.length / 100_000) : null)
            .credential();
    var unused = first.thenRun(() -> waiting.cancel(false));
    return new WeakReference<>(body);
  }

  private WeakReference<Object> refuseAndGiveUp() {
    byte[] body = new byte[100_000];
    AuthAttempt attempt = attempt(keyring, headersOf(body));
    assertThat(attempt.credential()).isDone();
    CompletableFuture<Boolean> again = attempt.received(401, name -> null, true);
    assertThat(again).isNotDone();
    again.cancel(false);
    return new WeakReference<>(body);
  }

  private static AuthAttempt attempt(Keyring keyring, Function<String, String> header) {
    return keyring.newCall().attempt("GET", TestKeyring.URL, header);
  }

  private static Function<String, String> headersOf(byte[] body) {
    return name -> body.length < 0 ? "" : null;
  }

  private static long remaining(List<WeakReference<Object>> references) {
    long left = references.size();
    for (int i = 0; i < MOST_COLLECTIONS && left > 0; i++) {
      System.gc();
      left = references.stream().filter(one -> one.get() != null).count();
    }
    return left;
  }

  private static CompletableFuture<Map<String, String>> headers(Keyring keyring) {
    return new TestCall(keyring).ask(API).thenApply(Credential::headers);
  }
}
