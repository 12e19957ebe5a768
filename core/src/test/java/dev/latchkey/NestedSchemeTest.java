package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Schemes that ask the keyring for the credential of another origin, or of their own. */
class NestedSchemeTest {
  private static final URI A = URI.create("https://a.test/");
  private static final URI B = URI.create("https://b.test/");

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0);
  private final AtomicReference<Keyring> keyring = new AtomicReference<>();

  @Test
  void aSchemeMayWaitForAnotherOriginOnAnExecutorOfOneThread() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      open(
          test.executor(one)
              .builder()
              .add("https://a.test", context -> Credential.of("x", headers(B).get("x") + "a"))
              .add("https://b.test", context -> Credential.of("x", "b")));

      assertThat(TestCall.await(ask(A)).headers()).isEqualTo(Map.of("x", "ba"));
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void aSchemeThatWaitsForAnIssueThatIsQueuedBehindItRunsItItself() throws Exception {
    open(
        test.byHand()
            .builder()
            .add("https://a.test", context -> Credential.of("x", headers(B).get("x") + "a"))
            .add("https://b.test", context -> Credential.of("x", "b")));
    CompletableFuture<Credential> one = ask(A);
    CompletableFuture<Credential> two = ask(B);

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

  @Test
  void twoSchemesThatAskForEachOthersCredentialFailAtOnce() {
    open(
        test.ownThreads()
            .builder()
            .add("https://a.test", context -> Credential.of("x", headers(B).get("x")))
            .add("https://b.test", context -> Credential.of("x", headers(A).get("x"))));

    assertThatThrownBy(() -> TestCall.await(ask(A)))
        .isInstanceOf(CredentialException.class)
        .hasStackTraceContaining("its scheme requested its own credential");
  }

  @Test
  void twoSchemesThatWaitForEachOtherOnTwoThreadsEndWithTheirTime() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    CountDownLatch asking = new CountDownLatch(2);
    AuthScheme a = context -> crossed(both, asking, B);
    AuthScheme b = context -> crossed(both, asking, A);
    open(
        test.ownThreads()
            .builder()
            .timer(test.timer)
            .add("https://a.test", a)
            .add("https://b.test", b));
    CompletableFuture<Credential> one = ask(A);
    CompletableFuture<Credential> other = ask(B);
    assertThat(asking.await(10, TimeUnit.SECONDS)).isTrue();

    test.timer.advance(Duration.ofSeconds(30));

    assertThatThrownBy(() -> TestCall.await(one)).isInstanceOf(CredentialException.class);
    assertThatThrownBy(() -> TestCall.await(other)).isInstanceOf(CredentialException.class);
  }

  private Credential crossed(CyclicBarrier both, CountDownLatch asking, URI other)
      throws IOException {
    try {
      both.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    asking.countDown();
    return Credential.of("x", headers(other).get("x"));
  }

  private void open(Keyring.Builder builder) {
    keyring.set(builder.build());
  }

  private Map<String, String> headers(URI uri) throws IOException {
    return keyring.get().headersFor("GET", uri);
  }

  private CompletableFuture<Credential> ask(URI uri) {
    return keyring.get().newCall().attempt("GET", uri, name -> null).credential();
  }
}
