package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
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
    IssueFailedEvent[] told = new IssueFailedEvent[1];
    Keyring keyring =
        test.listener(
                new KeyringListener() {
                  @Override
                  public void issueFailed(IssueFailedEvent event) {
                    told[0] = event;
                  }
                })
            .keyring(
                context -> {
                  test.clock.advance(Duration.ofMillis(70));
                  throw new IOException("down");
                });

    assertThat(catchThrowable(() -> new TestCall(keyring).send(API)))
        .isInstanceOf(CredentialException.class);
    assertThat(told[0].took()).isEqualTo(Duration.ofMillis(70));
    assertThat(told[0].isInBackground()).isFalse();
    assertThat(told[0].failure().nextTry()).isPresent();
  }
}
