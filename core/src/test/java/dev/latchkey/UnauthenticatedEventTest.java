package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A listener learns which requests go out without a credential, and why. */
class UnauthenticatedEventTest {
  private static final String API = "https://api.test";

  private final TestKeyring test = new TestKeyring();

  @Test
  void aCallToAnUnknownOriginIsToldOnceHoweverOftenItIsRedirected() throws IOException {
    TestCall call = test.call(AuthScheme.header("x-key", "1"));
    call.send("https://other.test/1");
    assertThat(call.answered(302)).isFalse();
    call.send("https://third.test/2");
    assertThat(call.answered(200)).isFalse();

    assertThat(test.events.of("unauthenticated"))
        .containsExactly("unauthenticated https://other.test UNKNOWN_ORIGIN");
  }

  @Test
  void aCallThatIsRedirectedElsewhereIsToldOnceAlsoIfItComesBack() throws IOException {
    TestCall call = test.call(AuthScheme.header("x-key", "1"));
    call.send(API);
    assertThat(call.answered(302)).isFalse();
    call.send("https://other.test/1");
    assertThat(call.answered(302)).isFalse();
    call.send(API);

    assertThat(test.events.of("unauthenticated"))
        .containsExactly("unauthenticated https://other.test REDIRECTED_ELSEWHERE");
  }

  @Test
  void aRequestForWhichTheSchemeIssuesNothingIsTold() throws IOException {
    TestCall call = test.call(context -> Credential.none());
    call.send(API);

    assertThat(test.events.of("unauthenticated"))
        .containsExactly("unauthenticated " + API + " NONE_ISSUED");
  }

  @Test
  void aCallWithACredentialIsNotTold() throws IOException {
    TestCall call = test.call(AuthScheme.header("x-key", "1"));
    call.send(API);
    assertThat(call.answered(401)).isFalse();

    assertThat(test.events.count("unauthenticated")).isZero();
  }

  @Test
  void aFailedIssueTellsHowLongItTook() {
    IssueFailedEvent told =
        failureOf(
            context -> {
              test.clock.advance(Duration.ofMillis(70));
              throw new IOException("down");
            });

    assertThat(told.took()).isEqualTo(Duration.ofMillis(70));
    assertThat(told.isInBackground()).isFalse();
    assertThat(told.failure().nextTry()).isPresent();
  }

  @Test
  void soDoesOneThatIsComputedForOneRequest() {
    AtomicBoolean fails = new AtomicBoolean();
    IssueFailedEvent told =
        failureOf(
            AuthScheme.computed(
                context -> {
                  if (!fails.getAndSet(true)) {
                    test.clock.advance(Duration.ofSeconds(5));
                    return Credential.of("x", "1").singleUse();
                  }
                  test.clock.advance(Duration.ofMillis(70));
                  throw new IOException("down");
                }));

    assertThat(told.took()).isEqualTo(Duration.ofMillis(70));
    assertThat(told.isInBackground()).isFalse();
    assertThat(told.failure().nextTry()).isEmpty();
  }

  /** Sends requests until one fails, and returns what the listener is told of that. */
  private IssueFailedEvent failureOf(AuthScheme scheme) {
    AtomicReference<IssueFailedEvent> told = new AtomicReference<>();
    KeyringListener listener =
        new KeyringListener() {
          @Override
          public void issueFailed(IssueFailedEvent event) {
            told.set(event);
          }
        };
    Keyring keyring = test.listener(listener).keyring(scheme);
    assertThat(
            catchThrowable(
                () -> {
                  new TestCall(keyring).send(API);
                  new TestCall(keyring).send(API);
                }))
        .isInstanceOf(CredentialException.class);
    return told.get();
  }
}
