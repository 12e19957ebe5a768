package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What gives up waiting lets go of its request, however long the issue still takes. */
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

  private WeakReference<Object> waitAndGiveUp() {
    byte[] body = new byte[100_000];
    CompletableFuture<Credential> waiting =
        keyring.newCall().attempt("GET", TestKeyring.URL, headersOf(body)).credential();
    assertThat(waiting).isNotDone();
    waiting.cancel(false);
    return new WeakReference<>(body);
  }

  private WeakReference<Object> refuseAndGiveUp() {
    byte[] body = new byte[100_000];
    AuthAttempt attempt = keyring.newCall().attempt("GET", TestKeyring.URL, headersOf(body));
    assertThat(attempt.credential()).isDone();
    CompletableFuture<Boolean> again = attempt.received(401, name -> null, true);
    assertThat(again).isNotDone();
    again.cancel(false);
    return new WeakReference<>(body);
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
}
