package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Schemes, keys and executors that do what they should not. */
class UnrulySchemeTest {
  private static final String API = "https://api.test";
  private static final URI URL = URI.create(API + "/");
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  private final TestKeyring test = new TestKeyring();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void anErrorOfASchemeFailsItsWaitersAndTheNextTrySucceeds() throws Exception {
    AuthScheme scheme =
        context -> {
          if (asked.incrementAndGet() == 1) {
            throw new NoClassDefFoundError("s3cret");
          }
          return Credential.of("x", "good");
        };
    Keyring keyring = test.byHand().keyring(scheme);
    List<CompletableFuture<Map<String, String>>> waiting =
        List.of(headers(keyring), headers(keyring));
    test.byHand.run();

    for (CompletableFuture<Map<String, String>> one : waiting) {
      assertThatThrownBy(() -> TestCall.await(one))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("java.lang.NoClassDefFoundError")
          .hasMessageNotContaining("s3cret");
    }
    assertThat(test.events.count("issueFailed")).isEqualTo(1);
    test.clock.advance(Duration.ofSeconds(1));
    CompletableFuture<Map<String, String>> next = headers(keyring);
    test.byHand.run();
    assertThat(TestCall.await(next)).isEqualTo(Map.of("x", "good"));
  }

  @Test
  void aCheckedExceptionThatIsNotDeclaredIsAFailureLikeAnother() {
    Keyring keyring =
        test.byHand()
            .keyring(
                context -> {
                  asked.incrementAndGet();
                  throw Sneaky.<RuntimeException>throwing(new TimeoutException("s3cret"));
                });
    CompletableFuture<Map<String, String>> one = headers(keyring);
    test.byHand.run();

    assertThatThrownBy(() -> TestCall.await(one))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("java.util.concurrent.TimeoutException; see its cause (next try at ")
        .hasMessageNotContaining("s3cret");
    assertThat(headers(keyring)).isCompletedExceptionally();
    assertThat(asked).as("left alone").hasValue(1);
  }

  @Test
  void anExecutorThatCannotMakeThreadsFailsTheCallAndNotTheSlot() throws IOException {
    AtomicReference<Error> fault =
        new AtomicReference<>(new InternalError("no thread could be made"));
    Keyring keyring = failingWith(fault);

    assertThat(headers(keyring)).isCompletedExceptionally();
    assertThat(headers(keyring)).as("nobody waits for it").isCompletedExceptionally();
    fault.set(null);
    test.clock.advance(Duration.ofSeconds(1));
    assertThat(TestCall.await(headers(keyring))).isEqualTo(Map.of("x", "t1"));
  }

  @Test
  void anExecutorThatCannotMakeThreadsDoesNotFailAReaderOfAStaleToken() throws IOException {
    AtomicReference<Error> fault = new AtomicReference<>();
    Keyring keyring = failingWith(fault);
    assertThat(TestCall.await(headers(keyring))).isEqualTo(Map.of("x", "t1"));
    fault.set(new InternalError("no thread could be made"));
    test.clock.advance(Duration.ofSeconds(250));

    assertThat(TestCall.await(headers(keyring))).isEqualTo(Map.of("x", "t1"));
    fault.set(null);
    test.clock.advance(Duration.ofSeconds(2));
    TestCall.await(headers(keyring));
    assertThat(TestCall.await(headers(keyring))).isEqualTo(Map.of("x", "t2"));
  }

  @Test
  void aSchemeThatGivesTheRefusedCredentialAgainIsAskedOncePerCall() throws IOException {
    Keyring keyring =
        test.keyring(
            context -> {
              asked.incrementAndGet();
              return Credential.of("x", "k").reusableUntil(context.now().plusSeconds(300));
            });
    for (int i = 0; i < 600; i++) {
      TestCall call = new TestCall(keyring);
      assertThat(call.send(API)).isEqualTo(Map.of("x", "k"));
      assertThat(call.answered(401)).as("sent again").isFalse();
      test.clock.advance(Duration.ofMillis(100));
    }

    assertThat(asked).as("in a minute").hasValueBetween(3, 8);
    assertThat(test.events.count("issueFailed")).isZero();
  }

  @Test
  void aSchemeThatGivesAnExpiredCredentialAgainIsLeftAlone() {
    Instant end = test.clock.instant().plusSeconds(60);
    Keyring keyring =
        test.keyring(
            context -> {
              asked.incrementAndGet();
              return Credential.of("x", "k").reusableUntil(end);
            });
    assertThat(headers(keyring)).isCompletedWithValue(Map.of("x", "k"));
    test.clock.advance(Duration.ofMinutes(1));
    asked.set(0);

    for (int i = 0; i < 600; i++) {
      assertThatThrownBy(() -> TestCall.await(headers(keyring)))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("its scheme issued a credential that had already expired");
      test.clock.advance(Duration.ofMillis(100));
    }
    assertThat(asked).as("in a minute").hasValueBetween(3, 8);
  }

  @Test
  void aSchemeThatGivesAnAlmostExpiredCredentialNeverMakesACallWaitTwice() {
    Keyring keyring =
        test.keyring(
            context -> {
              asked.incrementAndGet();
              return Credential.of("x", "k").reusableUntil(context.now().plusMillis(1));
            });
    for (int i = 1; i <= 100; i++) {
      assertThat(headers(keyring)).isCompletedWithValue(Map.of("x", "k"));
      assertThat(asked).as("issues").hasValue(i);
      test.clock.advance(Duration.ofMillis(1));
    }
  }

  @Test
  void aReusableCredentialIsReusedThoughOthersAreForOneRequest() throws IOException {
    AuthScheme scheme =
        context -> {
          Credential credential = Credential.of("x", "t" + asked.incrementAndGet());
          return context.method().equals("GET")
              ? credential.reusableUntil(context.now().plusSeconds(300))
              : credential.singleUse();
        };
    Keyring keyring = test.keyring(scheme);
    List<String> got = new ArrayList<>();
    for (String method : List.of("GET", "POST", "GET", "POST", "GET", "GET", "POST")) {
      got.add(keyring.headersFor(method, URL).get("x"));
    }

    assertThat(got).containsExactly("t1", "t2", "t1", "t3", "t1", "t1", "t4");
  }

  @Test
  void aReusableCredentialTakesThePlaceOfOneThatEnded() throws IOException {
    AuthScheme scheme =
        context -> {
          int number = asked.incrementAndGet();
          Credential credential = Credential.of("x", "t" + number);
          return number == 2
              ? credential.singleUse()
              : credential.reusableUntil(context.now().plusSeconds(60));
        };
    Keyring keyring = test.keyring(scheme);
    assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "t1");
    test.clock.advance(Duration.ofMinutes(1));

    assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "t2");
    assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "t3");
    assertThat(keyring.headersFor("GET", URL)).containsEntry("x", "t3");
  }

  @Test
  void credentialsForOneRequestEachAreIssuedSideBySide() throws IOException {
    Keyring keyring = test.byHand().keyring(context -> Credential.of("x", "k").singleUse());
    CompletableFuture<Map<String, String>> first = headers(keyring);
    test.byHand.run();
    TestCall.await(first);

    for (int i = 1; i <= 10; i++) {
      assertThat(headers(keyring)).isNotDone();
      assertThat(test.byHand.waiting()).as("issues under way").isEqualTo(i);
    }
  }

  @Test
  void ofTwoThatAreIssuedAtOnceTheFirstIsKept() throws IOException {
    AtomicReference<Boolean> single = new AtomicReference<>(true);
    Keyring keyring =
        test.byHand()
            .keyring(
                context -> {
                  Credential credential = Credential.of("x", "t" + asked.incrementAndGet());
                  return single.get()
                      ? credential.singleUse()
                      : credential.reusableUntil(context.now().plusSeconds(300));
                });
    assertThat(headers(keyring)).isNotDone();
    test.byHand.run();
    single.set(false);
    CompletableFuture<Map<String, String>> one = headers(keyring);
    CompletableFuture<Map<String, String>> other = headers(keyring);
    test.byHand.run();

    assertThat(TestCall.await(one)).containsEntry("x", "t2");
    assertThat(TestCall.await(other)).containsEntry("x", "t3");
    assertThat(headers(keyring)).isCompletedWithValue(Map.of("x", "t2"));
  }

  @Test
  void waitersOfACredentialForOneRequestEachGetTheirOwn() throws IOException {
    Keyring keyring =
        test.byHand()
            .keyring(context -> Credential.of("x", "t" + asked.incrementAndGet()).singleUse());
    List<CompletableFuture<Map<String, String>>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(headers(keyring));
    }
    test.byHand.run();

    List<Map<String, String>> got = new ArrayList<>();
    for (CompletableFuture<Map<String, String>> one : waiting) {
      got.add(TestCall.await(one));
    }
    assertThat(got).doesNotHaveDuplicates();
  }

  @Test
  void aSupplierThatFailsAfterARefusalLeavesTheRefusalToTheCaller() throws IOException {
    AtomicReference<Throwable> fault = new AtomicReference<>();
    AuthScheme scheme =
        JwtScheme.signedWith(
                () -> {
                  if (fault.get() != null) {
                    throw Sneaky.<RuntimeException>throwing(fault.get());
                  }
                  return SigningKey.hs256(SECRET);
                })
            .lifetime(Duration.ofMinutes(5))
            .build();
    Keyring keyring = test.keyring(scheme);
    TestCall first = new TestCall(keyring);
    first.send(API);
    assertThat(first.answered(401)).isTrue();

    for (Throwable thrown : List.of(new IllegalStateException(), new TimeoutException())) {
      TestCall resting = new TestCall(keyring);
      resting.send(API);
      fault.set(thrown);
      assertThat(resting.answered(401)).as("%s", thrown).isFalse();
      fault.set(null);
    }
  }

  /** A keyring whose executor cannot make a thread as long as there is a fault. */
  private Keyring failingWith(AtomicReference<Error> fault) {
    Executor executor =
        task -> {
          if (fault.get() != null) {
            throw fault.get();
          }
          task.run();
        };
    return test.executor(executor).keyring(new CountingScheme(Duration.ofMinutes(5)));
  }

  private static CompletableFuture<Map<String, String>> headers(Keyring keyring) {
    return new TestCall(keyring).ask(API).thenApply(Credential::headers);
  }
}
