package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.testing.TestKeys;
import dev.latchkey.vendor.AuthgearAdmin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener is told, and what it may do meanwhile. */
class KeyringListenerTest {
  private static final String API = "https://api.test";
  private static final Origin ORIGIN = Origin.of(API);
  private static final URI URL = URI.create(API + "/");

  private final TestKeyring test = new TestKeyring();

  /** Writes down the very arguments. */
  private static final class Recorder implements KeyringListener {
    final List<List<Object>> events = new ArrayList<>();

    @Override
    public void issued(IssuedEvent event) {
      events.add(List.of("issued", event.origin(), event.took(), event.isInBackground()));
    }

    @Override
    public void issueFailed(IssueFailedEvent event) {
      events.add(
          List.of(
              "issueFailed",
              event.origin(),
              event.failure().getMessage(),
              event.failure().nextTry().orElseThrow()));
    }

    @Override
    public void refused(RefusedEvent event) {
      events.add(List.of("refused", event.origin(), event.status(), event.isRetried()));
    }

    @Override
    public void keyChanged(KeyChangedEvent event) {
      events.add(List.of("keyChanged", event.origin(), event.keyId(), event.algorithm()));
    }

    @Override
    public void unauthenticated(UnauthenticatedEvent event) {
      events.add(List.of("unauthenticated", event.origin(), event.reason(), event.name()));
    }

    @Override
    public void keyUnreadable(KeyUnreadableEvent event) {
      events.add(List.of("keyUnreadable", event.origin(), event.problem()));
    }

    @Override
    public void clockOffset(ClockOffsetEvent event) {
      events.add(List.of("clockOffset", event.origin(), event.offset(), event.isApplied()));
    }
  }

  /** Does the same at every event. */
  private record Always(Runnable action) implements KeyringListener {
    @Override
    public void issued(IssuedEvent event) {
      action.run();
    }

    @Override
    public void issueFailed(IssueFailedEvent event) {
      action.run();
    }

    @Override
    public void refused(RefusedEvent event) {
      action.run();
    }

    @Override
    public void keyChanged(KeyChangedEvent event) {
      action.run();
    }

    @Override
    public void unauthenticated(UnauthenticatedEvent event) {
      action.run();
    }

    @Override
    public void keyUnreadable(KeyUnreadableEvent event) {
      action.run();
    }

    @Override
    public void clockOffset(ClockOffsetEvent event) {
      action.run();
    }
  }

  @Test
  void isToldOfARefusalAlsoIfItsCallerGivesUp() throws IOException {
    CompletableFuture<RefusedEvent> told = new CompletableFuture<>();
    KeyringListener listener =
        new KeyringListener() {
          @Override
          public void refused(RefusedEvent event) {
            told.complete(event);
          }
        };
    TestCall call =
        test.byHand().listener(listener).call(new CountingScheme(Duration.ofMinutes(5)));
    CompletableFuture<Credential> credential = call.ask(API);
    test.byHand.run();
    assertThat(credential).isDone();
    CompletableFuture<Boolean> again = call.received(401, name -> null, true);

    assertThat(again.cancel(false)).isTrue();

    RefusedEvent event = TestCall.await(told);
    assertThat(event.status()).isEqualTo(401);
    assertThat(event.isRetried()).isFalse();
  }

  @Test
  void isToldEachEventWithItsArguments() throws IOException {
    Recorder recorder = new Recorder();
    CountingScheme counter = new CountingScheme(Duration.ofMinutes(5));
    AuthScheme slow =
        context -> {
          test.clock.advance(Duration.ofMillis(50));
          return counter.issue(context);
        };
    Keyring keyring = keyring(slow, recorder);
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(401, Map.of("Date", "Thu, 01 Jan 2026 02:00:00 GMT"), true)).isTrue();
    call.send(API);
    assertThat(call.answered(401)).isFalse();
    test.clock.advance(Duration.ofSeconds(250));
    new TestCall(keyring).send(API);
    counter.failing(true);
    test.clock.advance(Duration.ofSeconds(250));
    new TestCall(keyring).send(API);

    Duration took = Duration.ofMillis(50);
    assertThat(recorder.events)
        .containsExactly(
            List.of("issued", ORIGIN, took, false),
            List.of("clockOffset", ORIGIN, Duration.ofHours(2).minus(took), false),
            List.of("issued", ORIGIN, took, false),
            List.of("refused", ORIGIN, 401, true),
            List.of("refused", ORIGIN, 401, false),
            List.of("issued", ORIGIN, took, true),
            List.of(
                "issueFailed",
                ORIGIN,
                "No credential for https://api.test: java.io.IOException; see its cause"
                    + " (next try at 2026-01-01T00:08:20.950Z)",
                test.clock.instant().plusMillis(750)));
  }

  @Test
  void isToldOfKeys(@TempDir Path folder) throws IOException {
    Recorder recorder = new Recorder();
    Path old = Files.writeString(folder.resolve("a.pem"), TestKeys.pkcs8(TestKeys.rsa()));
    Keyring keyring = keyring(AuthgearAdmin.project("myapp", KeyFile.newestIn(folder)), recorder);
    keyring.headersFor("GET", URL);
    Path half = Files.writeString(folder.resolve("b.pem"), "-----BEGIN PRIVATE KEY-----");
    Files.setLastModifiedTime(
        half, FileTime.from(Files.getLastModifiedTime(old).toInstant().plusSeconds(1)));
    test.clock.advance(Duration.ofMinutes(5));
    keyring.headersFor("GET", URL);
    Files.writeString(half, TestKeys.pkcs8(TestKeys.otherRsa()));
    Files.setLastModifiedTime(
        half, FileTime.from(Files.getLastModifiedTime(old).toInstant().plusSeconds(1)));
    test.clock.advance(Duration.ofMinutes(5));
    keyring.headersFor("GET", URL);

    List<Object> issued = List.of("issued", ORIGIN, Duration.ZERO, false);
    assertThat(recorder.events)
        .containsExactly(
            issued,
            List.of(
                "keyUnreadable",
                ORIGIN,
                "Key file " + half + ": the PEM is cut short: there is no -----END line"),
            issued,
            List.of("keyChanged", ORIGIN, Optional.of("b"), SigningAlgorithm.RS256),
            issued);
  }

  @Test
  void isToldOnceOfAFailureThatManyShare() {
    Recorder recorder = new Recorder();
    CountingScheme counter = new CountingScheme(Duration.ofMinutes(5));
    counter.failing(true);
    Keyring keyring = keyring(counter, recorder);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> keyring.headersFor("GET", URL)).isInstanceOf(IOException.class);
    }

    assertThat(recorder.events).hasSize(1);
  }

  @Test
  void isToldOfEachFailureThatConcernsOneRequestOnly() {
    Keyring keyring =
        test.keyring(
            context -> {
              throw new CredentialException("no digest among " + context.headers().size());
            });

    for (int failures = 1; failures <= 2; failures++) {
      assertThatThrownBy(() -> keyring.authenticate("GET", URL, Map.of(), new byte[0]))
          .hasMessageContaining("no digest");
      assertThat(test.events.count("issueFailed")).isEqualTo(failures);
    }
  }

  @Test
  void mayAskTheKeyringItself() throws Exception {
    AtomicReference<Keyring> itself = new AtomicReference<>();
    List<String> answers = new ArrayList<>();
    KeyringListener asking =
        new Always(
            () -> {
              try {
                answers.add(itself.get().headersFor("GET", URL).get("x"));
              } catch (IOException e) {
                answers.add("none");
              }
            });
    CountingScheme counter = new CountingScheme(Duration.ofMinutes(5));
    Keyring keyring = keyring(counter, asking);
    itself.set(keyring);

    withinTenSeconds(
        () -> {
          assertThat(liveThroughAll(keyring, counter)).isEqualTo("t3");
          return null;
        });
    assertThat(answers).hasSizeGreaterThanOrEqualTo(6).contains("t2");
  }

  @Test
  void harmsNothingWhateverItThrows() throws Exception {
    List<Throwable> faults =
        List.of(
            new IllegalStateException("runtime"),
            new TimeoutException("sneaky"),
            new AssertionError("error"),
            new NoClassDefFoundError("link"));
    for (Throwable fault : faults) {
      CountingScheme counter = new CountingScheme(Duration.ofMinutes(5));
      KeyringListener broken =
          new Always(
              () -> {
                throw Sneaky.<RuntimeException>throwing(fault);
              });
      withinTenSeconds(
          () -> {
            assertThat(liveThroughAll(keyring(counter, broken), counter))
                .as("%s", fault)
                .isEqualTo("t3");
            return null;
          });
    }
  }

  /** Issue, clock, refusal, renewal, failure; then the credential that is there in the end. */
  private String liveThroughAll(Keyring keyring, CountingScheme counter) throws IOException {
    TestCall call = new TestCall(keyring);
    assertThat(call.send(API)).containsEntry("x", "t1");
    assertThat(call.answered(401, Map.of("Date", "Thu, 01 Jan 2026 02:00:00 GMT"), true)).isTrue();
    assertThat(call.send(API)).containsEntry("x", "t2");
    assertThat(call.answered(401)).isFalse();
    test.clock.advance(Duration.ofSeconds(250));
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "t2");
    counter.failing(true);
    test.clock.advance(Duration.ofSeconds(250));
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "t3");
    test.clock.advance(Duration.ofSeconds(250));
    assertThatThrownBy(() -> new TestCall(keyring).send(API))
        .isInstanceOf(CredentialException.class);
    counter.failing(false);
    test.clock.advance(Duration.ofSeconds(30));
    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "t4");
    test.clock.set(test.clock.instant().minusSeconds(780));
    return "t3";
  }

  private Keyring keyring(AuthScheme scheme, KeyringListener listener) {
    return test.listener(listener).keyring(scheme);
  }

  private static void withinTenSeconds(Callable<Void> task) throws Exception {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            body -> {
              Thread made = new Thread(body);
              made.setDaemon(true);
              return made;
            });
    try {
      thread.submit(task).get(10, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
  }
}
