package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A listener learns which requests go out without a credential, and why. */
class UnauthenticatedEventTest {
  private static final String API = "https://api.test";

  private final Events events = new Events();

  @Test
  void aCallToAnUnknownOriginIsToldOnceHoweverOftenItIsRedirected() throws IOException {
    TestCall call = new TestCall(keyring(AuthScheme.header("x-key", "1")));
    call.send("https://other.test/1");
    assertThat(call.answered(302)).isFalse();
    call.send("https://third.test/2");
    assertThat(call.answered(200)).isFalse();

    assertThat(events.of("unauthenticated"))
        .containsExactly("unauthenticated https://other.test UNKNOWN_ORIGIN");
  }

  @Test
  void aCallThatIsRedirectedElsewhereIsToldOnceAlsoIfItComesBack() throws IOException {
    TestCall call = new TestCall(keyring(AuthScheme.header("x-key", "1")));
    call.send(API);
    assertThat(call.answered(302)).isFalse();
    call.send("https://other.test/1");
    assertThat(call.answered(302)).isFalse();
    call.send(API);

    assertThat(events.of("unauthenticated"))
        .containsExactly("unauthenticated https://other.test REDIRECTED_ELSEWHERE");
  }

  @Test
  void aRequestForWhichTheSchemeIssuesNothingIsTold() throws IOException {
    TestCall call = new TestCall(keyring(context -> Credential.none()));
    call.send(API);

    assertThat(events.of("unauthenticated"))
        .containsExactly("unauthenticated " + API + " NONE_ISSUED");
  }

  @Test
  void aCallWithACredentialIsNotTold() throws IOException {
    TestCall call = new TestCall(keyring(AuthScheme.header("x-key", "1")));
    call.send(API);
    assertThat(call.answered(401)).isFalse();

    assertThat(events.count("unauthenticated")).isZero();
  }

  @Test
  void aFailedIssueTellsHowLongItTook() {
    ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
    IssueFailedEvent[] told = new IssueFailedEvent[1];
    Keyring keyring =
        Keyring.builder()
            .add(
                API,
                context -> {
                  moment.advance(Duration.ofMillis(70));
                  throw new IOException("down");
                })
            .clock(moment)
            .timing(moment.nanos(), () -> 0.5)
            .executor(Runnable::run)
            .listener(
                new KeyringListener() {
                  @Override
                  public void issueFailed(IssueFailedEvent event) {
                    told[0] = event;
                  }
                })
            .build();

    assertThat(catchThrowable(() -> new TestCall(keyring).send(API)))
        .isInstanceOf(CredentialException.class);
    assertThat(told[0].took()).isEqualTo(Duration.ofMillis(70));
    assertThat(told[0].isInBackground()).isFalse();
    assertThat(told[0].failure().nextTry()).isPresent();
  }

  private Keyring keyring(AuthScheme scheme) {
    return Keyring.builder().add(API, scheme).listener(events).build();
  }
}
