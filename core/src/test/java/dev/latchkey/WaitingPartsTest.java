package dev.latchkey;

import static dev.latchkey.checks.Collected.assertCollected;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which thread a scheme of parts runs, and who waits for what. */
class WaitingPartsTest {
  private static final String API = "https://api.test/";
  private static final int CALLS = 64;

  private final TestKeyring test = new TestKeyring().ownThreads();
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicReference<Keyring> keyring = new AtomicReference<>();
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLS);

  private final AuthScheme fetched =
      context -> {
        await(open);
        return Credential.of("Authorization", "t" + fetches.incrementAndGet());
      };

  @AfterEach
  void close() {
    open.countDown();
    callers.shutdownNow();
    one.shutdownNow();
    keyring.get().close();
  }

  @Test
  void aCallerDoesNotWaitForAPart() throws Exception {
    List<Thread> threads = new ArrayList<>();
    Keyring keyring =
        open(
            AuthScheme.computed(
                context -> {
                  threads.add(Thread.currentThread());
                  return context.credential(fetched).and("x", "1");
                }));

    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    assertThat(first).isNotDone();
    open.countDown();
    assertThat(TestCall.await(first).headers()).isEqualTo(Map.of("Authorization", "t1", "x", "1"));
    assertThat(threads).hasSize(2).first().isSameAs(Thread.currentThread());
    assertThat(threads.get(1).getName()).startsWith("latchkey-");
    assertThat(fetches).hasValue(1);
  }

  @Test
  void whereAllPartsAreHeldASchemeThatOnlyComputesRunsOnTheCallersThread() throws Exception {
    AtomicReference<Thread> last = new AtomicReference<>();
    Keyring keyring = open(withNonce(last));
    open.countDown();
    new TestCall(keyring).send(API);

    assertIssuedHere(keyring, last);
  }

  @Test
  void soDoesOneOfWhichAPartHadToWaitOnce() throws Exception {
    AtomicReference<Thread> last = new AtomicReference<>();
    AuthScheme inner = withNonce(last);
    Keyring keyring = open(AuthScheme.computed(context -> context.credential(inner)));
    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    open.countDown();
    TestCall.await(first);
    // Shows that it need not wait any more.
    new TestCall(keyring).send(API);

    assertIssuedHere(keyring, last);
  }

  /** Returns a scheme that notes its thread, of a part that is held and a nonce. */
  private AuthScheme withNonce(AtomicReference<Thread> last) {
    AtomicInteger nonces = new AtomicInteger();
    return AuthScheme.computed(
        context -> {
          last.set(Thread.currentThread());
          return context
              .credential(fetched)
              .and("x-nonce", "n" + nonces.incrementAndGet())
              .singleUse();
        });
  }

  private void assertIssuedHere(Keyring keyring, AtomicReference<Thread> last) {
    assertThat(new TestCall(keyring).ask(API)).isCompleted();
    assertThat(last).hasValue(Thread.currentThread());
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aSchemeMayJoinAnIssueThatStartsOver() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch joined = new CountDownLatch(1);
    AuthScheme inner = inner(begun, joined);
    AuthScheme waiting = context -> context.credential(inner);
    Keyring keyring =
        open(
            AuthScheme.computed(
                context ->
                    context.credential(context.path().equals("/waiting") ? waiting : inner)));
    Future<Map<String, String>> first = callers.submit(() -> new TestCall(keyring).send(API));
    await(begun);
    CompletableFuture<Credential> second = new TestCall(keyring).ask(API + "waiting");
    joined.countDown();
    open.countDown();

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(Map.of("Authorization", "t1", "x", "1"));
    assertThat(TestCall.await(second).headers()).isEqualTo(Map.of("Authorization", "t1", "x", "1"));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aSchemeThatCatchesEverythingIsRunOnceMoreAllTheSame() throws Exception {
    Keyring keyring =
        open(
            AuthScheme.computed(
                context -> {
                  try {
                    return context.credential(fetched);
                  } catch (Throwable e) {
                    return Credential.of("Authorization", "fallback");
                  }
                }));
    CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
    open.countDown();

    assertThat(TestCall.await(first).headers()).isEqualTo(Map.of("Authorization", "t1"));
  }

  @Test
  void manyCallsAtOnceCostOneFetchAndOneMoreAfterARevocation() throws Exception {
    for (AuthScheme scheme :
        List.of(
            AuthScheme.allOf(fetched, context -> Credential.of("x", "1").singleUse()),
            (AuthScheme) context -> context.credential(fetched),
            AuthScheme.computed(context -> context.credential(fetched)))) {
      fetches.set(0);
      open.countDown();
      Keyring keyring = open(scheme);
      CyclicBarrier refused = new CyclicBarrier(CALLS);

      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(callers.submit(() -> refusedOnce(keyring, refused)));
      }

      for (Future<String> call : calls) {
        assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo("t1 t2");
      }
      assertThat(fetches).hasValue(2);
    }
  }

  private static String refusedOnce(Keyring keyring, CyclicBarrier refused) throws Exception {
    TestCall call = new TestCall(keyring);
    String first = call.send(API).get("Authorization");
    refused.await(10, TimeUnit.SECONDS);
    assertThat(call.answered(401)).isTrue();
    String second = call.send(API).get("Authorization");
    assertThat(call.answered(200)).isFalse();
    return first + " " + second;
  }

  @Test
  void anExecutorOfOneThreadIsEnough() throws Exception {
    open.countDown();
    test.executor(one);
    AuthScheme inner = AuthScheme.allOf(fetched, context -> Credential.of("x", "1"));
    Keyring keyring = open(context -> context.credential(inner));

    assertThat(new TestCall(keyring).send(API)).isEqualTo(Map.of("Authorization", "t1", "x", "1"));
  }

  @Test
  void soItIsForSeveralPartsThatBlock() throws Exception {
    open.countDown();
    test.executor(one);
    Keyring keyring =
        open(
            AuthScheme.allOf(
                fetched,
                context -> Credential.of("x", "1"),
                context -> Credential.of("y", "1").singleUse()));

    for (int i = 0; i < 2; i++) {
      assertThat(new TestCall(keyring).send(API))
          .isEqualTo(Map.of("Authorization", "t1", "x", "1", "y", "1"));
    }
  }

  @Test
  void soItIsWhereAnIssueThatIsWaitedForStartsOver() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch joined = new CountDownLatch(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    AuthScheme inner = inner(begun, joined);
    AuthScheme waiting =
        context -> {
          thread.set(Thread.currentThread());
          return context.credential(inner);
        };
    open.countDown();
    test.executor(one);
    Keyring keyring =
        open(
            AuthScheme.computed(
                context ->
                    switch (context.path()) {
                      case "/other" -> Credential.of("x", "0");
                      case "/waiting" -> context.credential(waiting);
                      default -> context.credential(inner);
                    }));
    // Calls of several paths do not join each other from here on.
    new TestCall(keyring).send(API + "other");
    Future<Map<String, String>> first = callers.submit(() -> new TestCall(keyring).send(API));
    await(begun);
    CompletableFuture<Credential> second = new TestCall(keyring).ask(API + "waiting");
    Waiting.await(thread);
    joined.countDown();

    Map<String, String> both = Map.of("Authorization", "t1", "x", "1");
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(both);
    assertThat(TestCall.await(second).headers()).isEqualTo(both);
  }

  @Test
  void aPartForOneRequestThatBlocksIsIssuedOnceForEach() throws Exception {
    AtomicInteger signatures = new AtomicInteger();
    AtomicReference<CountDownLatch> reachable = new AtomicReference<>();
    AuthScheme remote =
        context -> {
          await(reachable.get());
          return Credential.of("y", "s" + signatures.incrementAndGet()).singleUse();
        };
    AuthScheme key = AuthScheme.header("x", "1");
    for (AuthScheme scheme :
        List.of(AuthScheme.allOf(remote, key), AuthScheme.allOf(AuthScheme.allOf(remote), key))) {
      Keyring keyring = open(scheme);
      reachable.set(new CountDownLatch(1));
      CompletableFuture<Credential> first = new TestCall(keyring).ask(API);
      reachable.get().countDown();
      TestCall.await(first);
      // From here on it is known that each request has its own.
      signatures.set(0);

      for (int i = 0; i < 20; i++) {
        new TestCall(keyring).send(API);
      }

      assertThat(signatures).hasValue(20);
      keyring.close();
    }
  }

  @Test
  void closingTheKeyringEndsWhoWaitsForAPart() throws Exception {
    Keyring keyring = open(AuthScheme.allOf(fetched, AuthScheme.header("x", "1")));
    CompletableFuture<Credential> waiting = new TestCall(keyring).ask(API);

    keyring.close();

    assertThat(waiting)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withMessageContaining("The keyring is closed");
  }

  @Test
  void schemesThatAreMadeAnewForEachRequestAreNotKept() throws Exception {
    open.countDown();
    AtomicReference<WeakReference<AuthScheme>> first = new AtomicReference<>();
    Keyring keyring =
        open(
            test.executor(Runnable::run)
                .builder()
                .maximumCredentials(10)
                .add(
                    "https://api.test",
                    context -> {
                      AuthScheme part = new Throwaway();
                      first.compareAndSet(null, new WeakReference<>(part));
                      return context.credential(part).singleUse();
                    }));
    for (int i = 0; i < 500; i++) {
      new TestCall(keyring).send(API);
    }

    assertCollected(first.get());
  }

  private static final class Throwaway implements AuthScheme {
    @Override
    public Credential issue(IssueContext context) {
      return Credential.of("x", "1");
    }
  }

  /** A scheme whose first run waits until another call waits for the same part. */
  private AuthScheme inner(CountDownLatch begun, CountDownLatch joined) {
    return AuthScheme.computed(
        context -> {
          begun.countDown();
          await(joined);
          return context.credential(fetched).and("x", "1");
        });
  }

  private Keyring open(AuthScheme scheme) {
    return open(test.builder().add(TestKeyring.ORIGIN, scheme));
  }

  private Keyring open(Keyring.Builder builder) {
    keyring.set(builder.build());
    return keyring.get();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
