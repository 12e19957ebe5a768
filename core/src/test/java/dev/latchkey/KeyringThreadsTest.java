package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** On which threads a keyring works, and what becomes of them. */
class KeyringThreadsTest {
  private static final String API = "https://api.test";
  private static final URI URL = URI.create(API + "/");
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0).ownThreads();
  private final AtomicReference<Thread> issuer = new AtomicReference<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile CountDownLatch open = new CountDownLatch(1);

  @Test
  void aSchemeThatOnlyComputesIssuesOnTheThreadOfTheCall() throws IOException {
    AuthScheme scheme =
        JwtScheme.signedWith(SigningKey.hs256(SECRET))
            .lifetime(Duration.ofMinutes(5))
            .claim("n", context -> note("1"))
            .build();
    try (Keyring keyring = test.keyring(scheme)) {
      keyring.headersFor("GET", URL);

      assertThat(issuer).hasValue(Thread.currentThread());
    }
  }

  @Test
  void aCallerThatNeedNotWaitIsNotHeldUpWhileALambdaIssues() throws Exception {
    try (Keyring keyring = test.keyring(this::issueWhenOpen)) {
      CompletableFuture<Credential> headers = new TestCall(keyring).ask(API);
      CompletableFuture<Boolean> prepared = new TestCall(keyring).attempt(API).prepare();
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(headers).isNotDone();
      assertThat(prepared).isNotDone();

      open.countDown();
      assertThat(TestCall.await(headers).headers()).isEqualTo(Map.of("x", "k"));
      assertThat(TestCall.await(prepared)).isTrue();
      assertThat(issuer.get()).isNotEqualTo(Thread.currentThread());
    }
  }

  @Test
  void neitherWhileACredentialForOneRequestIsIssuedNorWhileARefusedOneIsReplaced()
      throws Exception {
    AtomicBoolean slow = new AtomicBoolean();
    AuthScheme scheme =
        context ->
            slow.get() ? issueWhenOpen(context).singleUse() : Credential.of("x", "1").singleUse();
    try (Keyring keyring = test.keyring(scheme)) {
      AuthAttempt refused = new TestCall(keyring).attempt(API);
      assertThat(TestCall.await(refused.credential()).headers()).isNotEmpty();
      slow.set(true);
      CompletableFuture<Boolean> renewed = refused.received(401, name -> null, true);
      CompletableFuture<Credential> headers = new TestCall(keyring).ask(API);
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(renewed).isNotDone();
      assertThat(headers).isNotDone();

      open.countDown();
      assertThat(TestCall.await(renewed)).isTrue();
      assertThat(TestCall.await(headers).headers()).isEqualTo(Map.of("x", "k"));
    }
  }

  @Test
  void aWaiterThatCancelsHarmsNeitherTheIssueNorAnother() throws Exception {
    try (Keyring keyring = test.keyring(this::issueWhenOpen)) {
      CompletableFuture<Credential> leader = new TestCall(keyring).ask(API);
      CompletableFuture<Credential> other = new TestCall(keyring).ask(API);
      CompletableFuture<Credential> late = new TestCall(keyring).ask(API);
      assertThat(leader.cancel(true)).isTrue();
      assertThat(late.completeExceptionally(new IllegalStateException())).isTrue();
      open.countDown();

      assertThat(TestCall.await(other).headers()).isEqualTo(Map.of("x", "k"));
      assertThat(TestCall.await(new TestCall(keyring).ask(API)).headers())
          .isEqualTo(Map.of("x", "k"));
      assertThat(test.events.count("issued")).isEqualTo(1);
    }
  }

  @Test
  void aKeyFromASupplierIsAskedForOnAThreadOfTheKeyring() throws IOException {
    AuthScheme scheme =
        JwtScheme.signedWith(() -> SigningKey.hs256(note(SECRET)))
            .lifetime(Duration.ofMinutes(5))
            .build();
    try (Keyring keyring = test.keyring(scheme)) {
      keyring.headersFor("GET", URL);

      assertThat(issuer.get().getName()).startsWith("latchkey-");
      assertThat(issuer.get().isDaemon()).isTrue();
    }
  }

  @Test
  void aThreadIsMadeWhenItIsNeededAndIsADaemonAndGoneAfterClose() throws Exception {
    open.countDown();
    Keyring keyring = test.keyring(this::issueWhenOpen);
    assertThat(begun.getCount()).as("nothing is issued before a call").isEqualTo(1);
    keyring.headersFor("GET", URL);
    Thread made = issuer.get();
    assertThat(made.isDaemon()).isTrue();

    keyring.close();
    made.join(10_000);
    assertThat(made.isAlive()).isFalse();
  }

  @Test
  void aThreadEndsWhenItIsIdle() throws Exception {
    open.countDown();
    try (Keyring keyring = test.keyring(this::issueWhenOpen)) {
      keyring.headersFor("GET", URL);
      issuer.get().join(30_000);
      assertThat(issuer.get().isAlive()).isFalse();

      Thread first = issuer.get();
      test.clock.advance(Duration.ofMinutes(5));
      keyring.headersFor("GET", URL);
      assertThat(issuer.get()).isNotEqualTo(first);
    }
  }

  @Test
  void anIdleThreadIssuesTheNextCredential() throws IOException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Keyring keyring = test.keyring(context -> Credential.of("x", note("k")).singleUse())) {
      for (int i = 0; i < 5; i++) {
        keyring.headersFor("GET", URL);
        threads.add(issuer.get());
        while (issuer.get().isAlive() && issuer.get().getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
      }

      // On a machine that stops for a second, the idle thread may have ended.
      assertThat(threads).hasSizeLessThan(5);
    }
  }

  @Test
  void aThreadInheritsNothingFromTheCallerThatStartsIt() throws Exception {
    InheritableThreadLocal<String> identity = new InheritableThreadLocal<>();
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    CompletableFuture<String> seen = new CompletableFuture<>();
    AuthScheme scheme =
        context -> {
          seen.complete(String.valueOf(identity.get()));
          ran.complete(Thread.currentThread());
          issueWhenOpen(context);
          return Credential.of("x", "k");
        };
    ThreadGroup group = new ThreadGroup("callers");
    try (Keyring keyring = test.keyring(scheme);
        URLClassLoader loader = new URLClassLoader(new java.net.URL[0])) {
      Thread caller =
          new Thread(
              group,
              () -> {
                identity.set("alice");
                var unused = new TestCall(keyring).ask(API);
              });
      caller.setContextClassLoader(loader);
      caller.start();

      Thread thread = ran.get(10, TimeUnit.SECONDS);
      assertThat(seen.get()).isEqualTo("null");
      assertThat(thread.getContextClassLoader()).isEqualTo(Keyring.class.getClassLoader());
      assertThat(thread.getThreadGroup()).isNotEqualTo(group);
      assertThat(thread.isDaemon()).isTrue();
      open.countDown();
      caller.join(10_000);
    }
  }

  @Test
  void tenThousandSlotsOfABlockingSchemeHaveAtMost64Threads() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AuthScheme scheme =
        context -> {
          String path = context.uri().getPath();
          threads.add(Thread.currentThread());
          issueWhenOpen(context);
          return Credential.of("x", path);
        };
    try (Keyring keyring = test.keyring(scheme)) {
      // Teaches the keyring that the scheme reads the URI.
      open.countDown();
      keyring.headersFor("GET", URL);
      open = new CountDownLatch(1);
      List<CompletableFuture<Credential>> all = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        all.add(new TestCall(keyring).ask(API + "/" + i));
      }
      open.countDown();

      for (int i = 0; i < all.size(); i++) {
        assertThat(TestCall.await(all.get(i)).headers()).isEqualTo(Map.of("x", "/" + i));
      }
      assertThat(threads).hasSizeLessThanOrEqualTo(64 + 1);
    }
  }

  @Test
  void anErrorOfASchemeIsNotPrintedByItsThread() throws Exception {
    AtomicReference<Throwable> printed = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> printed.set(thrown));
    try (Keyring keyring =
        test.keyring(
            context -> {
              issuer.set(Thread.currentThread());
              throw new AssertionError("s3cret");
            })) {
      assertThatThrownBy(() -> keyring.headersFor("GET", URL))
          .isInstanceOf(CredentialException.class)
          .hasMessageNotContaining("s3cret");
      issuer.get().join(30_000);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(printed).hasValue(null);
  }

  @Test
  void makesNoThreadForASchemeThatComputes() throws IOException {
    List<Thread> before = latchkeyThreads();
    AuthScheme scheme =
        JwtScheme.signedWith(SigningKey.hs256(SECRET)).lifetime(Duration.ofMinutes(5)).build();
    try (Keyring keyring = test.keyring(scheme)) {
      for (int i = 0; i < 100; i++) {
        TestCall call = new TestCall(keyring);
        call.send(API);
        call.answered(401);
        test.clock.advance(Duration.ofMinutes(5));
      }
      assertThat(test.events.of("issued")).containsOnly("issued " + API).hasSizeGreaterThan(100);
      assertThat(latchkeyThreads()).isSubsetOf(before);
    }
  }

  @Test
  void closingFailsThoseWhoWaitAndEndsTheThreadThatIssues() throws Exception {
    Keyring keyring = test.keyring(this::issueWhenOpen);
    CompletableFuture<Credential> waiting = new TestCall(keyring).ask(API);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    keyring.close();
    assertThatThrownBy(() -> TestCall.await(new TestCall(keyring).ask(API)))
        .isInstanceOf(CredentialException.class)
        .hasMessage("The keyring is closed");
    assertThatThrownBy(() -> TestCall.await(waiting))
        .isInstanceOf(CredentialException.class)
        .hasMessageStartingWith("No credential for " + API + ": The keyring is closed");
    issuer.get().join(10_000);
    assertThat(issuer.get().isAlive()).isFalse();
  }

  @Test
  void aRenewalThatMeetsTheCloseFailsNobody() throws Exception {
    AtomicReference<Keyring> closing = new AtomicReference<>();
    open.countDown();
    try (Keyring keyring =
        test.builder()
            .add(API, this::issueWhenOpen)
            .timing(
                () -> {
                  // After the reader was let in, and before the renewal is started.
                  if (closing.get() != null) {
                    closing.get().close();
                  }
                  return test.clock.nanos().getAsLong();
                },
                () -> 0.5)
            .build()) {
      keyring.headersFor("GET", URL);
      test.clock.advance(Duration.ofSeconds(250));
      closing.set(keyring);

      assertThat(keyring.headersFor("GET", URL)).isEqualTo(Map.of("x", "k"));
      assertThat(test.events.of("issueFailed"))
          .singleElement()
          .asString()
          .contains("The keyring is closed");
    }
  }

  private Credential issueWhenOpen(IssueContext context) {
    issuer.set(Thread.currentThread());
    begun.countDown();
    try {
      if (!open.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("not in time");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Credential.of("x", "k").reusableUntil(context.now().plusSeconds(300));
  }

  private String note(String value) {
    issuer.set(Thread.currentThread());
    return value;
  }

  private static List<Thread> latchkeyThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("latchkey-"))
        .toList();
  }
}
