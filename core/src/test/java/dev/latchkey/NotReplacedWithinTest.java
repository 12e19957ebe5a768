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
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vendor that takes a token for an hour, and a new one every twenty minutes at most. */
class NotReplacedWithinTest {
  private static final String API = "https://api.test";
  private static final Duration LEAST = Duration.ofMinutes(20);
  private static final Duration REUSE = Duration.ofMinutes(55);
  private static final SigningKey ONE = SigningKey.hs256("one").withKeyId("one");
  private static final SigningKey TWO = SigningKey.hs256("two").withKeyId("two");

  private double random = 0.5;
  private final TestKeyring test = new TestKeyring().jitter(() -> random);

  /** When tokens were made, by the monotonic clock. */
  private final List<Long> issues = new ArrayList<>();

  private boolean failing;
  private SigningKey key = ONE;
  private Keyring keyring = test.keyring(jwt(REUSE));

  @ParameterizedTest(name = "random {0}")
  @ValueSource(doubles = {0.0, 0.5, 0.999})
  void isRenewedAheadOfItsEnd(double random) throws IOException {
    this.random = random;
    keyring = test.keyring(jwt(REUSE));
    for (int second = 0; second < 86_400; second += 10) {
      send();
      test.clock.advance(Duration.ofSeconds(10));
    }

    assertThat(issues).hasSizeGreaterThan(24 * 60 / 55);
    assertApart(Duration.ofMinutes(38), REUSE);
  }

  @Test
  void renewalAheadWaitsForTheLeastTimeAndNotForTheEnd() throws IOException {
    // Renewed after 16 to 18 minutes otherwise, and not used beyond 21.
    keyring = test.keyring(jwt(Duration.ofMinutes(22)));
    for (int second = 0; second < 86_400; second++) {
      send();
      test.clock.advance(Duration.ofSeconds(1));
    }

    assertApart(LEAST, LEAST.plusSeconds(1));
  }

  @RepeatedTest(3)
  void neitherRefusalsNorClocksThatAreSetShortenIt(TestReporter reporter) throws IOException {
    long seed = Seed.of(reporter);
    Random random = new Random(seed);
    Instant start = test.clock.instant();
    for (int i = 0; i < 20_000; i++) {
      this.random = random.nextDouble();
      TestCall call = new TestCall(keyring);
      call.send(API);
      test.clock.advance(Duration.ofMillis(random.nextInt(100)));
      if (random.nextInt(4) > 0) {
        Duration ahead = Duration.ofSeconds(random.nextInt(1_200) - 600);
        if (call.answered(403, test.date(ahead), random.nextBoolean())) {
          call.send(API);
          assertThat(call.answered(random.nextBoolean() ? 200 : 403)).isFalse();
        }
      }
      if (random.nextInt(50) == 0) {
        // Less apart than a token is still reused when it may be replaced.
        Instant right = start.plusNanos(test.clock.nanos().getAsLong());
        test.clock.set(right.plusSeconds(random.nextInt(1_800) - 900));
      }
      test.clock.advance(Duration.ofSeconds(random.nextInt(120)));
    }

    assertThat(issues).hasSizeGreaterThan(100);
    for (int i = 1; i < issues.size(); i++) {
      long apart = issues.get(i) - issues.get(i - 1);
      assertThat(apart).as("seed %s, issue %s", seed, i).isGreaterThanOrEqualTo(LEAST.toNanos());
    }
  }

  @Test
  void aRefusalWithinItIsTheCallersAndAfterItCostsOneToken() throws IOException {
    send();
    test.clock.advance(LEAST.minusMillis(1));
    for (int i = 0; i < 100; i++) {
      assertThat(isRetried(Map.of())).isFalse();
    }
    assertThat(issues).hasSize(1);

    test.clock.advance(Duration.ofMillis(1));
    assertThat(isRetried(Map.of())).isTrue();
    for (int i = 0; i < 100; i++) {
      test.clock.advance(Duration.ofSeconds(10));
      assertThat(isRetried(Map.of())).isFalse();
    }
    assertThat(issues).hasSize(2);
  }

  @Test
  void aRotatedKeyTakesThePlaceOfARefusedTokenAtOnce() throws IOException {
    send();
    test.clock.advance(Duration.ofMinutes(1));
    assertThat(isRetried(Map.of())).isFalse();

    key = TWO;
    send();
    assertThat(issues).as("without a refusal").hasSize(1);
    assertThat(isRetried(Map.of())).isTrue();
    assertThat(isRetried(Map.of())).isFalse();
    assertThat(issues).hasSize(2);
  }

  @Test
  void soDoesTheNextOneIfThatWasAccepted() throws IOException {
    send();
    key = TWO;
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(403)).isTrue();
    call.send(API);
    assertThat(call.answered(200)).isFalse();

    key = ONE;
    assertThat(isRetried(Map.of())).isTrue();
  }

  @Test
  void aServersClockIsNoReason() throws IOException {
    send();
    assertThat(isRetried(test.date(Duration.ofMinutes(10)))).isFalse();
    test.clock.advance(Duration.ofMinutes(1));
    assertThat(isRetried(test.date(Duration.ofMinutes(-10)))).isFalse();

    assertThat(issues).hasSize(1);
  }

  @Test
  void aWallClockThatIsSetDoesNotChangeIt() throws IOException {
    for (Duration set : List.of(Duration.ofMinutes(54), Duration.ofHours(-30))) {
      int before = issues.size();
      keyring = test.keyring(jwt(REUSE));
      send();
      test.clock.set(test.clock.instant().plus(set));
      for (int i = 0; i < 19; i++) {
        send();
        assertThat(isRetried(Map.of())).isFalse();
        test.clock.advance(Duration.ofSeconds(2));
      }
      assertThat(issues).as("%s", set).hasSize(before + 1);
      test.clock.advance(LEAST);
      send();
      isRetried(Map.of());
      assertThat(issues).as("%s", set).hasSize(before + 2);
    }
  }

  @Test
  void oneThatHasEndedIsNotSent() throws IOException {
    send();
    test.clock.set(test.clock.instant().plus(REUSE));
    send();
    assertThat(issues).hasSize(2);

    TestCall call = new TestCall(keyring);
    call.send(API);
    test.clock.set(test.clock.instant().plus(REUSE));
    assertThat(call.answered(403)).as("nor held when it is refused").isTrue();
    assertThat(issues).hasSize(3);
  }

  @Test
  void theFirstIsNotHeldBackNorIsOneAfterForget() throws IOException {
    failing = true;
    assertThatThrownBy(this::send).isInstanceOf(CredentialException.class);
    test.clock.advance(Duration.ofSeconds(1));
    failing = false;
    send();
    keyring.forget(API);
    send();

    assertThat(issues).hasSize(2);
  }

  @Test
  void aTokenThatIsReusedForGoodIsReplacedByARefusalAfterIt() throws IOException {
    keyring = test.keyring(jwt(null));
    send();
    test.clock.advance(LEAST.minusMillis(1));
    assertThat(isRetried(Map.of())).isFalse();
    test.clock.advance(Duration.ofMillis(1));
    assertThat(isRetried(Map.of())).isTrue();
  }

  @Test
  void holdsWhereTheSchemeIsWithinAnother() throws IOException {
    JwtScheme jwt = jwt(REUSE);
    for (AuthScheme scheme :
        List.of(
            AuthScheme.allOf(AuthScheme.header("x", "y"), jwt),
            AuthScheme.computed(context -> jwt.issue(context)).refusedWith(403),
            jwt.refusedIf(head -> head.status() == 403),
            jwt.setting("Authorization"))) {
      issues.clear();
      keyring = test.keyring(scheme);
      send();
      test.clock.advance(LEAST.minusMillis(1));
      assertThat(isRetried(Map.of())).isFalse();
      assertThat(issues).hasSize(1);
      // Past the back-off of what it is a part of.
      test.clock.advance(Duration.ofSeconds(31));
      assertThat(isRetried(Map.of())).isTrue();
      assertThat(issues).hasSize(2);
    }
  }

  @Test
  void doesNotKeepAPartThatEnded() throws IOException {
    CountingScheme part = new CountingScheme(Duration.ofHours(1));
    JwtScheme jwt = jwt(null, Duration.ofHours(2));
    keyring =
        test.keyring(
            AuthScheme.computed(context -> jwt.issue(context).and(context.credential(part))));

    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "t1");
    test.clock.advance(Duration.ofMinutes(61));

    assertThat(new TestCall(keyring).send(API)).containsEntry("x", "t2");
  }

  @Test
  void whatIsMadeOfItIsNotMadeAnewMeanwhile() throws IOException {
    // Renewed after 18 minutes at the latest otherwise.
    JwtScheme jwt = jwt(Duration.ofMinutes(22));
    AtomicInteger made = new AtomicInteger();
    keyring =
        test.keyring(
            AuthScheme.computed(
                context -> {
                  made.incrementAndGet();
                  return context.credential(jwt);
                }));
    send();
    test.clock.advance(LEAST.minusMillis(1));
    send();
    assertThat(made).hasValue(1);

    test.clock.advance(Duration.ofMillis(1));
    send();
    assertThat(issues).hasSize(2);
  }

  @Test
  void theEndOfReuseIsThatOfTheTokenOrSooner() throws IOException {
    Instant now = test.clock.instant();
    JwtScheme.Builder start = JwtScheme.signedWith(ONE).reusedFor(REUSE);
    IssueContext context = IssueContext.of("GET", URI.create(API), test.clock);

    assertThat(start.withoutExpiry().build().issue(context).end()).isEqualTo(now.plus(REUSE));
    assertThat(context.leastAge()).isZero();
    JwtScheme hour =
        JwtScheme.signedWith(ONE)
            .lifetime(Duration.ofHours(1))
            .backdatedBy(Duration.ofMinutes(5))
            .reusedFor(REUSE)
            .notReplacedWithin(LEAST)
            .build();
    test.clock.advance(Duration.ofMillis(700));
    IssueContext later = IssueContext.of("GET", URI.create(API), test.clock);
    assertThat(hour.issue(later).end()).as("exp").isEqualTo(now.plus(REUSE));
    assertThat(later.leastAge()).isEqualTo(LEAST);
  }

  private void assertApart(Duration least, Duration most) {
    for (int i = 1; i < issues.size(); i++) {
      assertThat(Duration.ofNanos(issues.get(i) - issues.get(i - 1)))
          .as("issue %s", i)
          .isBetween(least, most);
    }
  }

  private void send() throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);
    assertThat(call.answered(200)).isFalse();
  }

  /** Whether a refused request is sent again. */
  private boolean isRetried(Map<String, String> headers) throws IOException {
    TestCall call = new TestCall(keyring);
    call.send(API);
    boolean again = call.answered(403, headers, true);
    if (again) {
      call.send(API);
      assertThat(call.answered(403)).isFalse();
    }
    return again;
  }

  private JwtScheme jwt(Duration reuse) {
    return jwt(reuse, LEAST);
  }

  private JwtScheme jwt(Duration reuse, Duration least) {
    JwtScheme.Builder jwt =
        JwtScheme.signedWith(() -> key)
            .issuer("team")
            .claim(
                "n",
                context -> {
                  if (failing) {
                    throw new IOException("down");
                  }
                  issues.add(test.clock.nanos().getAsLong());
                  return null;
                })
            .withoutExpiry()
            .notReplacedWithin(least)
            .refusedWith(403);
    return (reuse == null ? jwt : jwt.reusedFor(reuse)).build();
  }
}
