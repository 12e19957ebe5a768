package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Token;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a clock of its own, which takes no token from its future and none that expired. */
class ClockSkewTest {
  private static final String API = "https://api.test";
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final Duration ROUND_TRIP = Duration.ofMillis(80);

  private final TestKeyring test = new TestKeyring("2026-01-01T00:00:00.400Z");
  private final Keyring keyring = keyring(API);
  private long aheadMillis;
  private int requests;

  @ParameterizedTest(name = "{0} s ahead")
  @ValueSource(longs = {-898, -600, -90, -5, 5, 301, 600, 898})
  void aClockThatIsOffByUpTo15MinutesCostsOneRetryOnce(long seconds) throws IOException {
    aheadMillis = seconds * 1000;
    int calls = 2_000;
    for (int i = 0; i < calls; i++) {
      assertThat(succeeds(keyring, API)).as("call %s", i).isTrue();
      test.clock.advance(Duration.ofMillis(500));
    }

    // A server that is a little ahead takes the tokens all the same.
    assertThat(requests - calls).as("retries").isEqualTo(seconds == 5 ? 0 : 1);
    assertThat(test.events.of("clockOffset"))
        .hasSize(requests - calls)
        .allMatch(s -> s.endsWith("lied"));
  }

  @ParameterizedTest(name = "{0} s ahead")
  @ValueSource(longs = {-7200, -903, 903, 7200})
  void beyondThatTheRefusalIsDeliveredAndTheDifferenceTold(long seconds) throws IOException {
    aheadMillis = seconds * 1000;
    for (int i = 0; i < 100; i++) {
      assertThat(succeeds(keyring, API)).as("call %s", i).isFalse();
    }

    assertThat(test.events.of("clockOffset"))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              Duration told = Duration.parse(line.substring(line.lastIndexOf(' ') + 1));
              assertThat(told).isCloseTo(Duration.ofSeconds(seconds), Duration.ofMillis(1_200));
            });
    assertThat(test.events.count("clockOffset")).isLessThan(5);
  }

  @Test
  void aClockThatJumpsCostsOneRetryAJump() throws IOException {
    int calls = 0;
    int jumps = 0;
    for (long seconds : new long[] {0, 600, -600, 0, 300, -300, 840, 0}) {
      aheadMillis = seconds * 1000;
      jumps++;
      for (int i = 0; i < 20; i++, calls++) {
        assertThat(succeeds(keyring, API)).as("at %s s, call %s", seconds, i).isTrue();
        test.clock.advance(Duration.ofSeconds(2));
      }
    }
    assertThat(requests - calls).isBetween(1, jumps);
  }

  @Test
  void eachOriginHasItsOwn() throws IOException {
    String other = "https://other.test";
    Keyring both = keyring(API, other);
    aheadMillis = -600_000;
    assertThat(succeeds(both, API)).isTrue();
    aheadMillis = 0;

    int before = requests;
    assertThat(succeeds(both, other)).isTrue();
    assertThat(requests - before).as("asked once").isEqualTo(1);
    assertThat(test.events.of("clockOffset")).singleElement().asString().contains(API);
  }

  private boolean succeeds(Keyring of, String url) throws IOException {
    TestCall call = new TestCall(of);
    for (int attempt = 0; attempt < 3; attempt++) {
      String bearer = TestCall.bearer(call.send(url));
      requests++;
      test.clock.advance(ROUND_TRIP.dividedBy(2));
      long now = test.clock.instant().plusMillis(aheadMillis).getEpochSecond();
      boolean taken = isTaken(Token.hs256(bearer, SECRET), now);
      Map<String, String> date = test.date(Duration.ofMillis(aheadMillis));
      test.clock.advance(ROUND_TRIP.dividedBy(2));
      if (!call.answered(taken ? 200 : 401, date, true)) {
        return taken;
      }
    }
    throw new AssertionError("sent a third time");
  }

  private static boolean isTaken(Token token, long now) {
    return (Long) token.claims().get("iat") <= now && now < (Long) token.claims().get("exp");
  }

  private Keyring keyring(String... origins) {
    JwtScheme scheme =
        JwtScheme.signedWith(SigningKey.hs256(SECRET)).lifetime(Duration.ofMinutes(5)).build();
    return test.builder().add(scheme, origins).build();
  }

  /** A revoked key, refused by a server of several nodes whose clocks disagree. */
  @Nested
  class OfSeveralNodes {
    private static final int CALLS = 10_000;

    private final Random random = new Random();
    private final TestKeyring test = new TestKeyring().jitter(random::nextDouble);
    private int refusals;

    @ParameterizedTest
    @CsvSource({
      "alternate, 3", "alternate, 600", "alternate, -600", "alternate, 7200",
      "random, 3", "random, 600", "random, -3", "random, 901",
      "sticky, 3", "sticky, 600"
    })
    void issuesAHandfulOfTokensInFourSeconds(
        String balancer, int secondsApart, TestReporter reporter) throws IOException {
      long seed = Seed.of(reporter);
      random.setSeed(seed);
      Keyring keyring =
          test.keyring(
              JwtScheme.signedWith(SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes"))
                  .lifetime(Duration.ofMinutes(5))
                  .build());

      for (int i = 0; i < CALLS; i++) {
        TestCall call = new TestCall(keyring);
        call.send(API);
        if (call.answered(401, refusal(balancer, secondsApart), true)) {
          call.send(API);
          assertThat(call.answered(401, refusal(balancer, secondsApart), true)).isFalse();
        }
        test.clock.advance(Duration.ofNanos(400_000));
      }

      // The first one, three back-off steps of the refusals, and three of the clock.
      assertThat(test.events.count("issued")).as("seed %s", seed).isLessThanOrEqualTo(8);
      assertThat(test.events.count("clockOffset")).as("seed %s", seed).isLessThanOrEqualTo(4);
    }

    private Map<String, String> refusal(String balancer, int secondsApart) {
      IntUnaryOperator node =
          switch (balancer) {
            case "alternate" -> i -> i % 2;
            case "sticky" -> i -> i / 50 % 2;
            default -> i -> random.nextInt(2);
          };
      long ahead = (long) node.applyAsInt(refusals++) * secondsApart;
      return test.date(Duration.ofSeconds(ahead));
    }
  }
}
