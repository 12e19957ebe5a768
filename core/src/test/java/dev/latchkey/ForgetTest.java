package dev.latchkey;

import static dev.latchkey.checks.Collected.assertCollected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user logs out: what is held for an origin is dropped. */
class ForgetTest {
  private static final String API = "https://api.test";
  private static final String OTHER = "https://other.test";

  private final TestKeyring test = new TestKeyring();

  @Test
  void theNextRequestAsksTheSchemeAndOtherOriginsDoNot() throws IOException {
    Keyring keyring = keyring(new CountingScheme(Duration.ofHours(1)));
    assertThat(send(keyring, API)).isEqualTo("t1");
    assertThat(send(keyring, OTHER)).isEqualTo("o1");

    keyring.forget(API);

    assertThat(send(keyring, API)).isEqualTo("t2");
    assertThat(send(keyring, API)).isEqualTo("t2");
    assertThat(send(keyring, OTHER)).isEqualTo("o1");
  }

  @Test
  void credentialsOfSinglePathsAreDroppedToo() throws IOException {
    AtomicInteger issued = new AtomicInteger();
    Keyring keyring =
        keyring(context -> Credential.of("x", context.uri().getPath() + issued.incrementAndGet()));
    assertThat(send(keyring, API + "/a")).isEqualTo("/a1");
    assertThat(send(keyring, API + "/b")).isEqualTo("/b2");
    assertThat(send(keyring, API + "/a")).isEqualTo("/a1");

    keyring.forget(API);

    assertThat(send(keyring, API + "/a")).isEqualTo("/a3");
    assertThat(send(keyring, API + "/b")).isEqualTo("/b4");
    assertThat(send(keyring, API + "/a")).isEqualTo("/a3");
  }

  @Test
  void credentialsOfPartsAreDroppedToo() throws Exception {
    AtomicReference<AuthScheme> part = new AtomicReference<>(new ByPath());
    Keyring keyring = keyring(AuthScheme.computed(context -> context.credential(part.get())));
    for (int i = 0; i < 10; i++) {
      send(keyring, API + "/" + i);
    }
    WeakReference<AuthScheme> held = new WeakReference<>(part.get());

    keyring.forget(API);
    part.set(AuthScheme.header("x", "1"));

    assertCollected(held);
    assertThat(send(keyring, API + "/1")).isEqualTo("1");
  }

  @Test
  void whatAPartIssuesWhileItIsForgottenIsNotKeptEither() throws Exception {
    AtomicReference<Keyring> itself = new AtomicReference<>();
    AtomicReference<AuthScheme> part =
        new AtomicReference<>(new ByPath(() -> itself.get().forget(API)));
    Keyring keyring = keyring(AuthScheme.computed(context -> context.credential(part.get())));
    itself.set(keyring);
    assertThat(send(keyring, API + "/a")).isEqualTo("/a");
    WeakReference<AuthScheme> held = new WeakReference<>(part.get());

    part.set(AuthScheme.header("x", "1"));

    assertCollected(held);
  }

  private record ByPath(Runnable whenAsked) implements AuthScheme {
    ByPath() {
      this(() -> {});
    }

    @Override
    public Credential issue(IssueContext context) {
      whenAsked.run();
      return Credential.of("x", context.path());
    }
  }

  @Test
  void credentialsOfSinglePathsOfOtherOriginsAreKept() throws IOException {
    AtomicInteger issued = new AtomicInteger();
    AuthScheme byPath = context -> Credential.of("x", context.path() + issued.incrementAndGet());
    Keyring keyring = test.builder().add(byPath, API, OTHER).build();
    assertThat(send(keyring, API + "/a")).isEqualTo("/a1");
    assertThat(send(keyring, OTHER + "/a")).isEqualTo("/a2");

    keyring.forget(API);

    assertThat(send(keyring, OTHER + "/a")).isEqualTo("/a2");
    assertThat(send(keyring, API + "/a")).isEqualTo("/a3");
  }

  @Test
  void whereNothingWasCachedNoCacheIsMade() throws Exception {
    Keyring keyring = keyring(new CountingScheme(Duration.ofHours(1)));
    send(keyring, API);

    keyring.forget(API);

    assertThat(Reachable.from(keyring))
        .filteredOn(Lazy.class::isInstance)
        .as("the slots of all origins, and the parts of each of the two")
        .hasSize(3)
        .allMatch(cache -> ((Lazy<?>) cache).ifMade() == null);
  }

  @Test
  void whatIsUnderWayReachesItsWaitersAndIsNotKept() throws IOException {
    test.byHand();
    Keyring keyring = keyring(new CountingScheme(Duration.ofHours(1)));
    CompletableFuture<Credential> leader = new TestCall(keyring).ask(API);
    CompletableFuture<Credential> other = new TestCall(keyring).ask(API);

    keyring.forget(API);
    test.byHand.run();

    assertThat(TestCall.await(leader).headers()).containsEntry("x", "t1");
    assertThat(TestCall.await(other).headers()).containsEntry("x", "t1");
    CompletableFuture<Credential> next = new TestCall(keyring).ask(API);
    assertThat(next).isNotDone();
    test.byHand.run();
    assertThat(TestCall.await(next).headers()).containsEntry("x", "t2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatASchemeIssuesWhileItIsForgottenIsNotKept(boolean readsPath) throws IOException {
    test.clock.advance(Duration.ofSeconds(1));
    AtomicInteger issued = new AtomicInteger();
    List<Keyring> keyrings = new ArrayList<>();
    Keyring keyring =
        keyring(
            context -> {
              String path = readsPath ? context.uri().getPath() : "";
              if (issued.incrementAndGet() == 1) {
                keyrings.get(0).forget(API);
              }
              return Credential.of("x", path + issued.get());
            });
    keyrings.add(keyring);

    assertThat(send(keyring, API + "/a")).endsWith("1");
    assertThat(send(keyring, API + "/a")).endsWith("2");
    assertThat(send(keyring, API + "/a")).endsWith("2");
  }

  @Test
  void whatASchemeIssuesAfterwardsIsKeptAlsoWhereOneForOneRequestWasExpected() throws IOException {
    AtomicInteger issued = new AtomicInteger();
    Keyring keyring =
        keyring(
            context -> {
              Credential made = Credential.of("x", context.method() + issued.incrementAndGet());
              return context.method().equals("POST") ? made.singleUse() : made;
            });
    send(keyring, API);
    keyring.forget(API);
    test.clock.advance(Duration.ofSeconds(1));

    assertThat(new TestCall(keyring).method("POST").send(API)).containsEntry("x", "POST2");
    assertThat(send(keyring, API)).isEqualTo("GET3");
    assertThat(send(keyring, API)).isEqualTo("GET3");
  }

  @Test
  void theBackOffEnds() throws IOException {
    CountingScheme scheme = new CountingScheme(Duration.ofHours(1));
    Keyring keyring = keyring(scheme);
    scheme.failing(true);
    assertThatThrownBy(() -> send(keyring, API)).isInstanceOf(CredentialException.class);
    scheme.failing(false);
    assertThatThrownBy(() -> send(keyring, API)).isInstanceOf(CredentialException.class);
    assertThat(scheme.asked()).isEqualTo(1);

    keyring.forget(API);

    assertThat(send(keyring, API)).isEqualTo("t1");
  }

  @Test
  void aRefusalThatChangedNothingIsForgotten() throws IOException {
    CountingScheme scheme = new CountingScheme(Duration.ofHours(1));
    Keyring keyring = keyring(scheme);
    refuseTwice(keyring);
    refuseTwice(keyring);
    int heldBack = scheme.asked();

    keyring.forget(API);
    TestCall call = new TestCall(keyring);
    call.send(API);

    assertThat(call.answered(401)).isTrue();
    assertThat(scheme.asked()).isEqualTo(heldBack + 2);
  }

  @Test
  void aChangedKeyIsTriedAtOnceAlsoIfAnotherWasInVainBefore() throws IOException {
    AtomicInteger user = new AtomicInteger();
    Keyring keyring =
        keyring(
            JwtScheme.signedWith(
                    () -> SigningKey.hs256("a-secret-of-more-than-thirty-bytes-" + user.get()))
                .lifetime(Duration.ofMinutes(5))
                .build());
    refuseTwice(keyring);
    user.set(1);
    assertThat(refuseTwice(keyring)).isTrue();
    user.set(2);
    assertThat(refuseTwice(keyring)).as("within the back-off").isFalse();

    keyring.forget(API);

    refuseTwice(keyring);
    user.set(3);
    assertThat(refuseTwice(keyring)).isTrue();
  }

  @Test
  void aFailureWhoseReasonChangedIsForgotten() {
    AtomicInteger asked = new AtomicInteger();
    Keyring keyring =
        keyring(
            context -> {
              asked.incrementAndGet();
              throw CredentialException.retryAfter("unknown", Duration.ofHours(1), () -> true);
            });
    failTwice(keyring);
    failTwice(keyring);
    assertThat(asked).as("once more, because of the change").hasValue(2);

    keyring.forget(API);
    failTwice(keyring);
    assertThat(asked).hasValue(4);
  }

  private static void failTwice(Keyring keyring) {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> send(keyring, API)).isInstanceOf(CredentialException.class);
    }
  }

  /** Returns whether the first refusal was followed by a retry. */
  private static boolean refuseTwice(Keyring keyring) throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);
    boolean again = call.answered(401);
    if (again) {
      call.send(API);
      assertThat(call.answered(401)).isFalse();
    }
    return again;
  }

  @Test
  void anOriginThatWasNotAddedIsAnError() {
    Keyring keyring = keyring(new CountingScheme(Duration.ofHours(1)));

    assertThatThrownBy(() -> keyring.forget("https://elsewhere.test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The origin must be in this keyring, but was https://elsewhere.test; pass one that was"
                + " added");
    assertThatThrownBy(() -> keyring.forget(API + "/path"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingOfBeforeIsUsedAfterwardsHoweverManyThreadsAreUnderWay() throws Exception {
    AtomicInteger user = new AtomicInteger();
    Keyring keyring =
        keyring(
            AuthScheme.computed(
                context -> Credential.of("x", user.get() + context.uri().getPath())));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        others.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 2_000; n++) {
                    send(keyring, API + "/" + n % 3);
                  }
                  return null;
                }));
      }
      for (int n = 1; n <= 500; n++) {
        user.set(n);
        keyring.forget(API);
        assertThat(send(keyring, API + "/" + n % 3)).startsWith(n + "/");
      }
      for (Future<?> other : others) {
        other.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static String send(Keyring keyring, String url) throws CredentialException {
    return new TestCall(keyring).send(url).get("x");
  }

  private Keyring keyring(AuthScheme scheme) {
    return test.builder().add(API, scheme).add(OTHER, AuthScheme.header("x", "o1")).build();
  }
}
