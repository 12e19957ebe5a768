package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialSlotTest {
  private static final RequestHead REQUEST = new RequestHead("GET", TestKeyring.URL, name -> null);

  private double random;
  private final TestKeyring test = new TestKeyring().jitter(() -> random).byHand();
  private CountingScheme scheme = new CountingScheme(Duration.ofMinutes(5));
  private KeyringOrigin entry = test.origin(scheme);

  @ParameterizedTest(name = "{0} s, random {1}")
  @CsvSource({
    "15, 0, 12000, 13500",
    "15, 0.999, 10501, 13500",
    "60, 0, 48000, 54000",
    "60, 0.999, 42006, 54000",
    "300, 0, 240000, 270000",
    "300, 0.999, 210030, 270000",
    "3600, 0, 2880000, 3540000",
    "3600, 0.999, 2520360, 3540000",
    "86400, 0, 85500000, 86340000",
    "86400, 0.999, 85050450, 86340000"
  })
  void isFreshThenStaleThenExpired(long life, double random, long renewAt, long hardAt) {
    this.random = random;
    scheme = new CountingScheme(Duration.ofSeconds(life));
    entry = test.origin(scheme);
    first();

    test.clock.advance(Duration.ofMillis(renewAt - 1));
    assertThat(atOnce()).isEqualTo("t1");
    assertThat(test.byHand.waiting()).as("fresh").isZero();

    test.clock.advance(Duration.ofMillis(1));
    assertThat(IntStream.range(0, 1000).mapToObj(i -> atOnce())).containsOnly("t1");
    assertThat(test.byHand.waiting()).as("stale").isEqualTo(1);

    test.clock.advance(Duration.ofMillis(hardAt - renewAt - 1));
    assertThat(atOnce()).isEqualTo("t1");

    test.clock.advance(Duration.ofMillis(1));
    CompletableFuture<String> waiting = ask();
    assertThat(waiting).as("expired").isNotDone();
    assertThat(test.byHand.waiting()).isEqualTo(1);
    test.byHand.run();
    assertThat(waiting).isCompletedWithValue("t2");
    assertThat(scheme.asked()).isEqualTo(2);
  }

  @Test
  void aStaleCredentialIsReplacedInTheBackground() {
    first();
    test.clock.advance(Duration.ofMinutes(4));
    assertThat(atOnce()).isEqualTo("t1");

    test.byHand.run();

    assertThat(atOnce()).isEqualTo("t2");
    assertThat(test.events.of("issued"))
        .containsExactly("issued https://api.test", "issued https://api.test in background");
  }

  @Test
  void allWhoFindNoneShareOneFlight() {
    List<CompletableFuture<String>> all = Stream.generate(this::ask).limit(100).toList();

    assertThat(test.byHand.waiting()).isEqualTo(1);
    test.byHand.run();

    assertThat(all).allSatisfy(one -> assertThat(one).isCompletedWithValue("t1"));
    assertThat(scheme.asked()).isEqualTo(1);
  }

  @Test
  void oneWhoGivesUpHarmsNobody() {
    CompletableFuture<String> leader = ask();
    CompletableFuture<String> other = ask();
    leader.cancel(true);

    test.byHand.run();

    assertThat(other).isCompletedWithValue("t1");
    assertThat(atOnce()).isEqualTo("t1");
  }

  @Test
  void theOldCredentialServesToItsEndWhileIssuingFails() {
    first();
    scheme.failing(true);
    for (int second = 1; second < 300; second++) {
      test.clock.advance(Duration.ofSeconds(1));
      CompletableFuture<String> one = ask();
      test.byHand.run();
      assertThat(one).as("after %s s", second).isCompletedWithValue("t1");
    }

    test.clock.advance(Duration.ofSeconds(1));
    assertFails();
  }

  @Test
  void backsOffWhileIssuingFails() {
    first();
    scheme.failing(true);
    random = 0.999;
    test.clock.advance(Duration.ofMinutes(4));
    for (int i = 0; i < 300; i++) {
      test.clock.advance(Duration.ofMillis(100));
      ask().exceptionally(e -> null).join();
      test.byHand.run();
    }

    // Within 30 s: after 0, 1, 3, 7 and 15 s.
    assertThat(scheme.asked() - 1).isEqualTo(5);
    assertThat(test.events.count("issueFailed")).isEqualTo(5);
  }

  @Test
  void afterItsEndFailsAtOnceUntilTheBackOffIsOver() {
    scheme.failing(true);
    CompletableFuture<String> one = ask();
    test.byHand.run();
    assertThat(one).isCompletedExceptionally();

    for (int i = 0; i < 100; i++) {
      assertThat(ask()).isCompletedExceptionally();
    }
    assertThat(test.byHand.waiting()).isZero();
    assertThatThrownBy(() -> ask().get())
        .cause()
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "No credential for https://api.test: java.io.IOException; see its cause"
                + " (next try at 2026-01-01T00:00:00.500Z)");

    scheme.failing(false);
    test.clock.advance(Duration.ofMillis(500));
    assertThat(first()).isEqualTo("t1");
  }

  @Test
  void aFailureAfterARecoveryStartsTheBackOffAnew() {
    scheme.failing(true);
    for (int i = 0; i < 4; i++) {
      assertFails();
      test.clock.advance(Duration.ofSeconds(30));
    }
    scheme.failing(false);
    assertThat(first()).isEqualTo("t1");

    scheme.failing(true);
    test.clock.advance(Duration.ofMinutes(5));
    assertFails();
    scheme.failing(false);
    test.clock.advance(Duration.ofMillis(500));
    assertThat(first()).isEqualTo("t2");
  }

  @Test
  void aWallClockThatIsSetBackDoesNotKeepADeadCredential() {
    first();
    test.clock.set(test.clock.instant().minus(Duration.ofHours(1)));

    test.clock.advance(Duration.ofSeconds(239));
    assertThat(atOnce()).isEqualTo("t1");
    assertThat(test.byHand.waiting()).isZero();
    test.clock.advance(Duration.ofSeconds(1));
    assertThat(atOnce()).isEqualTo("t1");
    assertThat(test.byHand.waiting()).isEqualTo(1);
    test.clock.advance(Duration.ofSeconds(30));
    assertThat(first()).isEqualTo("t2");
  }

  @Test
  void aWallClockThatIsSetForwardEndsACredential() {
    first();
    test.clock.set(test.clock.instant().plusSeconds(269));
    assertThat(atOnce()).isEqualTo("t1");

    test.clock.set(test.clock.instant().plusSeconds(1));
    assertThat(first()).isEqualTo("t2");
  }

  @Test
  void aWallClockThatIsSetBackDoesNotProlongTheBackOff() {
    scheme.failing(true);
    assertFails();
    test.clock.set(test.clock.instant().minus(Duration.ofHours(1)));
    scheme.failing(false);

    test.clock.advance(Duration.ofMillis(500));
    assertThat(first()).isEqualTo("t1");
  }

  @Test
  void aCredentialWithoutEndIsKept() {
    AuthScheme forGood = context -> Credential.of("x", "t" + context.now().getEpochSecond());
    entry = test.origin(forGood);
    String one = first();
    test.clock.advance(Duration.ofDays(10_000));

    assertThat(atOnce()).isEqualTo(one);
    assertThat(test.byHand.waiting()).isZero();
  }

  @Test
  void aRefusedCredentialIsReplacedOnlyIfItIsTheOneInUse() {
    first();
    CredentialSlot slot = entry.slot(REQUEST);
    CachedCredential refused = slot.usable();
    List<TestWaiter> fifty =
        Stream.generate(() -> TestWaiter.replace(entry, REQUEST, refused)).limit(50).toList();
    test.byHand.run();

    assertThat(fifty).allSatisfy(one -> assertThat(value(one)).isCompletedWithValue("t2"));
    assertThat(scheme.asked()).isEqualTo(2);

    test.clock.advance(Duration.ofSeconds(40));
    assertThat(value(TestWaiter.replace(entry, REQUEST, refused))).isCompletedWithValue("t2");
    assertThat(atOnce()).isEqualTo("t2");
    assertThat(scheme.asked()).isEqualTo(2);
  }

  @Test
  void aRenewalUnderWayServesInPlaceOfARefusedCredential() {
    first();
    test.clock.advance(Duration.ofMinutes(4));
    assertThat(atOnce()).isEqualTo("t1");
    CredentialSlot slot = entry.slot(REQUEST);

    CompletableFuture<String> next = value(TestWaiter.replace(entry, REQUEST, slot.usable()));
    assertThat(test.byHand.waiting()).isEqualTo(1);
    test.byHand.run();

    assertThat(next).isCompletedWithValue("t2");
    assertThat(scheme.asked()).isEqualTo(2);
  }

  @Test
  void aRefusedCredentialStaysInUseForOthersWhenNoOtherCanBeIssued() {
    first();
    CredentialSlot slot = entry.slot(REQUEST);
    scheme.failing(true);

    CompletableFuture<String> next = value(TestWaiter.replace(entry, REQUEST, slot.usable()));
    assertThat(atOnce()).as("while another is issued").isEqualTo("t1");
    test.byHand.run();

    assertThat(next).isCompletedExceptionally();
    assertThat(atOnce()).isEqualTo("t1");
  }

  private CompletableFuture<String> ask() {
    return value(TestWaiter.get(entry, REQUEST));
  }

  private String atOnce() {
    CompletableFuture<String> one = ask();
    assertThat(one).as("given at once").isDone();
    return one.join();
  }

  private String first() {
    CompletableFuture<String> one = ask();
    test.byHand.run();
    return one.join();
  }

  private void assertFails() {
    CompletableFuture<String> one = ask();
    test.byHand.run();
    assertThat(one).isCompletedExceptionally();
  }

  private static CompletableFuture<String> value(CompletableFuture<CachedCredential> held) {
    return held.thenApply(one -> one.credential.headers().get("x"));
  }
}
