package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.testing.Token;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A key is rotated after the keyring asked whether it was, because of one refusal, and before it
 * has the answer. Other refusals come in between.
 */
class KeyCheckUnderWayTest {
  private static final KeyPair ONE = TestKeys.rsa();
  private static final KeyPair TWO = TestKeys.otherRsa();

  private final TestKeyring test = new TestKeyring().byHand();
  private final AtomicReference<SigningKey> current =
      new AtomicReference<>(SigningKey.rs256("one", ONE.getPrivate()));
  private final AtomicReference<Runnable> whileAsked = new AtomicReference<>(() -> {});
  private final JwtScheme jwt =
      JwtScheme.signedWith(this::key).lifetime(Duration.ofMinutes(5)).requireKeyId().build();
  private final Keyring keyring = test.keyring(jwt);

  /** Has a credential for each tenant, of the same keys. */
  private static final class PerTenant extends KeyedScheme {
    private final JwtScheme jwt;
    private final AtomicInteger issued;

    PerTenant(JwtScheme jwt, AtomicInteger issued) {
      super(jwt.keys);
      this.jwt = jwt;
      this.issued = issued;
    }

    @Override
    public Credential issue(IssueContext context) throws IOException {
      var unused = context.header("x-tenant");
      issued.incrementAndGet();
      return jwt.issue(context);
    }
  }

  private SigningKey key() {
    SigningKey asked = current.get();
    whileAsked.getAndSet(() -> {}).run();
    return asked;
  }

  @AfterEach
  void close() {
    keyring.close();
  }

  @Test
  void aCallThatIsRefusedMeanwhileIsSentAgainWithTheNewKey() throws Exception {
    rest();
    TestCall first = new TestCall(keyring);
    TestCall second = new TestCall(keyring);
    send(first);
    Map<String, String> refused = send(second);

    CompletableFuture<Boolean> again = refusedWhileAsked(first, second);

    assertThat(TestCall.await(again)).isTrue();
    assertThat(isOf(send(second), TWO)).isTrue();
    assertThat(isOf(refused, ONE)).isTrue();
  }

  /** The call has a token that is older than the one of which the keyring asks. */
  @Test
  void norIsItSentAgainWithATokenOfTheOldKey() throws Exception {
    TestCall second = new TestCall(keyring);
    Map<String, String> refused = send(second);
    rest();
    TestCall first = new TestCall(keyring);
    assertThat(send(first)).isNotEqualTo(refused);

    CompletableFuture<Boolean> again = refusedWhileAsked(first, second);

    assertThat(TestCall.await(again)).isTrue();
    assertThat(isOf(send(second), TWO)).isTrue();
  }

  @Test
  void manyOfThemAskOnceMore() throws Exception {
    rest();
    TestCall first = new TestCall(keyring);
    send(first);
    TestCall[] others = new TestCall[20];
    for (int i = 0; i < others.length; i++) {
      others[i] = new TestCall(keyring);
      send(others[i]);
    }
    AtomicReference<Integer> asked = new AtomicReference<>(0);
    List<CompletableFuture<Boolean>> again = new ArrayList<>();
    whileAsked.set(
        () -> {
          again.addAll(refuse(others));
          countAsked(asked);
        });

    assertThat(isSentAgain(first)).isFalse();
    test.byHand.run();

    assertThat(again).hasSize(others.length);
    for (CompletableFuture<Boolean> one : again) {
      assertThat(TestCall.await(one)).isFalse();
    }
    assertThat(asked.get()).isEqualTo(1);
  }

  /** Retries for other tenants were in vain, so that this one's are held back as well. */
  @Test
  void norIsACredentialOfOneTenantIssuedAnewIfThatIsHeldBack() throws Exception {
    AtomicInteger issued = new AtomicInteger();
    Keyring tenants = test.keyring(new PerTenant(jwt, issued));
    TestCall inVain = new TestCall(tenants).with("x-tenant", "a");
    send(inVain);
    assertThat(isSentAgain(inVain)).isTrue();
    send(inVain);
    assertThat(isSentAgain(inVain)).isFalse();
    TestCall first = new TestCall(tenants).with("x-tenant", "b");
    TestCall second = new TestCall(tenants).with("x-tenant", "b");
    send(first);
    send(second);
    int before = issued.get();
    AtomicReference<CompletableFuture<Boolean>> again = new AtomicReference<>();
    whileAsked.set(() -> again.set(refuse(second).get(0)));

    assertThat(isSentAgain(first)).isFalse();
    test.byHand.run();

    assertThat(TestCall.await(again.get())).isFalse();
    assertThat(issued.get()).isEqualTo(before);
  }

  /** No flight holds it then. */
  @Test
  void aCallThatFindsTheFlightAsItEndsIsLateToo() throws Exception {
    TestWaiter late = late();

    assertThat(isLate(late)).isTrue();
  }

  @Test
  void aCallAsksOnceMoreHoweverOftenItIsLate() throws Exception {
    TestWaiter late = late();

    assertThat(isLate(late)).isTrue();
    assertThat(isLate(late)).isFalse();
    assertThat(isLate(late)).isFalse();
  }

  /** Returns a call whose credential was refused. */
  private TestWaiter late() throws CredentialException {
    KeyringOrigin origin = test.origin(jwt);
    TestWaiter first = TestWaiter.get(origin, request());
    test.byHand.run();
    return new TestWaiter(origin, request(), TestCall.await(first));
  }

  /** Returns whether a call that joins a flight that has ended is late. */
  private static boolean isLate(TestWaiter waiter) {
    CachedCredential refused = Objects.requireNonNull(waiter.refused);
    AtomicReference<Boolean> late = new AtomicReference<>();
    CredentialFlight.Owner owner =
        new CredentialFlight.Owner() {
          @Override
          public void landed(CredentialFlight flight, CachedCredential credential) {}

          @Override
          public CredentialException failed(CredentialFlight flight, Throwable why) {
            throw new AssertionError(why);
          }

          @Override
          public void deliver(
              CredentialFlight flight, CachedCredential credential, CredentialWaiter<?> waiter) {
            late.set(waiter.takeLate());
          }
        };
    CredentialFlight flight =
        new CredentialFlight(owner, (mayWait, again) -> refused, null, refused, true, 0);
    flight.run();
    flight.join(waiter);
    return late.get();
  }

  private static RequestHead request() {
    return new RequestHead("GET", TestKeyring.URL, name -> null);
  }

  private void countAsked(AtomicReference<Integer> asked) {
    whileAsked.set(
        () -> {
          asked.set(asked.get() + 1);
          countAsked(asked);
        });
  }

  /** Rotates the key and has the second call refused while the first one's refusal is looked at. */
  private CompletableFuture<Boolean> refusedWhileAsked(TestCall first, TestCall second)
      throws CredentialException {
    AtomicReference<CompletableFuture<Boolean>> again = new AtomicReference<>();
    whileAsked.set(
        () -> {
          current.set(SigningKey.rs256("two", TWO.getPrivate()));
          again.set(refuse(second).get(0));
        });
    assertThat(isSentAgain(first)).as("its key was the same").isFalse();
    test.byHand.run();
    return again.get();
  }

  /** On a thread of its own: on this one the scheme would wait for itself. */
  private static List<CompletableFuture<Boolean>> refuse(TestCall... calls) {
    return CompletableFuture.supplyAsync(
            () -> Stream.of(calls).map(call -> call.received(401, name -> null, true)).toList())
        .join();
  }

  /** Brings the slot into the rest that follows a refusal which another token did not cure. */
  private void rest() throws CredentialException {
    TestCall call = new TestCall(keyring);
    send(call);
    assertThat(isSentAgain(call)).isTrue();
    send(call);
    assertThat(isSentAgain(call)).isFalse();
  }

  private Map<String, String> send(TestCall call) throws CredentialException {
    return test.byHand.await(call.attempt(TestKeyring.ORIGIN).credential()).headers();
  }

  private boolean isSentAgain(TestCall refused) throws CredentialException {
    return test.byHand.await(refused.received(401, name -> null, true));
  }

  private static boolean isOf(Map<String, String> headers, KeyPair pair) {
    return Token.isRs256(headers.get("Authorization").substring("Bearer ".length()), pair);
  }
}
