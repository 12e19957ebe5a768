package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyringFailureTest {
  private static final URI URL = TestKeyring.URL;
  private final TestKeyring test = new TestKeyring().jitter(() -> 0.0);
  private final CountingScheme counter = new CountingScheme(Duration.ofMinutes(5));

  @Test
  void aRuntimeExceptionIsToldByItsClassOnly() {
    RuntimeException failure = new IllegalStateException("s3cret");
    Keyring keyring =
        test.keyring(
            context -> {
              throw failure;
            });

    assertThatThrownBy(() -> keyring.headersFor("GET", URL))
        .isInstanceOf(CredentialException.class)
        .hasMessageStartingWith(
            "No credential for https://api.test: java.lang.IllegalStateException")
        .hasMessageNotContaining("s3cret")
        .hasRootCause(failure);
    assertThat(String.join("\n", test.events.all()))
        .contains("issueFailed")
        .doesNotContain("s3cret");
  }

  @Test
  void theWordsOfACredentialExceptionAreTold() {
    Keyring keyring =
        test.keyring(
            context -> {
              throw new CredentialException("the vault is sealed");
            });

    assertThatThrownBy(() -> keyring.headersFor("GET", URL))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "No credential for https://api.test: the vault is sealed"
                + " (next try at 2026-01-01T00:00:00.500Z)");
  }

  @Test
  void theReasonOfAnotherExceptionIsFoundInItsCause() {
    IOException failure = new IOException("invalid_client");
    AuthScheme scheme =
        context -> {
          throw failure;
        };

    for (AuthScheme each : List.of(scheme, AuthScheme.allOf(scheme))) {
      assertThatThrownBy(() -> test.keyring(each).headersFor("GET", URL))
          .isInstanceOf(CredentialException.class)
          .hasMessageStartingWith(
              "No credential for https://api.test: java.io.IOException; see its cause")
          .hasMessageNotContaining("invalid_client")
          .hasCause(failure);
    }
  }

  @Test
  void whatIsNoCredentialIsAFailure() {
    assertThatThrownBy(() -> test.keyring(context -> null).headersFor("GET", URL))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("its scheme returned null; it must return a credential");
    Keyring expired =
        test.keyring(context -> Credential.of("x", "s3cret").reusableUntil(context.now()));
    assertThatThrownBy(() -> expired.headersFor("GET", URL))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("its scheme issued a credential that had already expired")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aCallerThatIsInterruptedStaysSoAndTheFlightGoesOn() throws IOException {
    Keyring keyring = test.byHand().keyring(counter);
    Thread.currentThread().interrupt();
    Throwable thrown = catchThrowable(() -> keyring.headersFor("GET", URL));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isInstanceOf(InterruptedIOException.class);
    test.byHand.run();
    assertThat(keyring.headersFor("GET", URL)).isEqualTo(Map.of("x", "t1"));
    assertThat(counter.asked()).isEqualTo(1);
  }

  @Test
  void aSchemeThatAsksForItselfFailsAtOnce() throws Exception {
    AtomicReference<Keyring> itself = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    AuthScheme scheme =
        context -> {
          asked.incrementAndGet();
          return Credential.of("x", itself.get().headersFor("GET", URL).toString()).singleUse();
        };
    try (Keyring keyring = test.ownThreads().keyring(scheme)) {
      itself.set(keyring);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                thrown.set(catchThrowable(() -> keyring.headersFor("GET", URL)));
                done.countDown();
              });
      caller.setDaemon(true);
      caller.start();

      assertThat(done.await(10, TimeUnit.SECONDS)).as("did not wait for itself").isTrue();
      assertThat(thrown.get())
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("its scheme requested its own credential");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aSchemeMayAskForAnothersCredential() throws IOException {
    AtomicReference<Keyring> itself = new AtomicReference<>();
    Keyring keyring =
        test.builder()
            .add("https://token.test", AuthScheme.header("x", "inner"))
            .add(
                "https://api.test",
                context ->
                    Credential.of(
                        "y",
                        itself.get().headersFor("GET", URI.create("https://token.test/")).get("x")))
            .build();
    itself.set(keyring);

    assertThat(keyring.headersFor("GET", URL)).isEqualTo(Map.of("y", "inner"));
  }

  @Test
  void aListenerThatThrowsHarmsNothing() throws IOException {
    KeyringListener broken =
        new KeyringListener() {
          @Override
          public void issued(IssuedEvent event) {
            throw new IllegalStateException("issued");
          }

          @Override
          public void issueFailed(IssueFailedEvent event) {
            throw new IllegalStateException("issueFailed");
          }

          @Override
          public void refused(RefusedEvent event) {
            throw new IllegalStateException("refused");
          }
        };
    Keyring keyring = test.listener(broken).keyring(counter);
    TestCall call = new TestCall(keyring);

    assertThat(call.send("https://api.test")).isEqualTo(Map.of("x", "t1"));
    assertThat(call.answered(401)).isTrue();
    assertThat(call.send("https://api.test")).isEqualTo(Map.of("x", "t2"));
    counter.failing(true);
    test.clock.advance(Duration.ofMinutes(5));
    assertThatThrownBy(() -> keyring.headersFor("GET", URL))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("java.io.IOException");
  }

  @Test
  void anExecutorThatTakesNoMoreIsAFailure() {
    Keyring keyring =
        test.executor(
                task -> {
                  throw new RejectedExecutionException("s3cret");
                })
            .keyring(counter);

    assertThatThrownBy(() -> keyring.headersFor("GET", URL))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("RejectedExecutionException")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void anIsRefusalThatThrowsIsNoRefusal() throws IOException {
    AuthScheme scheme =
        new AuthScheme() {
          @Override
          public Credential issue(IssueContext context) {
            return Credential.of("x", "k");
          }

          @Override
          public boolean isRefusal(int status) {
            throw new IllegalStateException();
          }
        };
    TestCall call = test.call(scheme);
    call.send("https://api.test");

    assertThat(call.answered(401)).isFalse();
    assertThat(test.events.count("refused")).isZero();
  }
}
