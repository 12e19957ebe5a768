package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A revoked key, refused by a server of several nodes whose clocks disagree. */
class ClockStormTest {
  private static final String API = "https://api.test";
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
  void issuesAHandfulOfTokensInFourSeconds(String balancer, int secondsApart) throws IOException {
    long seed = System.nanoTime();
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
