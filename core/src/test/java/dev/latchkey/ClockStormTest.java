package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A revoked key, refused by a server of several nodes whose clocks disagree. */
class ClockStormTest {
  private static final String API = "https://api.test";
  private static final int CALLS = 10_000;

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final Events events = new Events();
  private final Random random = new Random();
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
        Keyring.builder()
            .add(
                API,
                JwtScheme.signedWith(SigningKey.hs256("a-secret-of-more-than-thirty-two-bytes"))
                    .lifetime(Duration.ofMinutes(5))
                    .build())
            .clock(moment)
            .timing(moment.nanos(), random::nextDouble)
            .executor(Runnable::run)
            .listener(events)
            .build();

    for (int i = 0; i < CALLS; i++) {
      TestCall call = new TestCall(keyring);
      call.send(API);
      if (call.answered(401, refusal(balancer, secondsApart), true)) {
        call.send(API);
        assertThat(call.answered(401, refusal(balancer, secondsApart), true)).isFalse();
      }
      moment.advance(Duration.ofNanos(400_000));
    }

    // The first one, three back-off steps of the refusals, and three of the clock.
    assertThat(events.count("issued")).as("seed %s", seed).isLessThanOrEqualTo(8);
    assertThat(events.count("clockOffset")).as("seed %s", seed).isLessThanOrEqualTo(4);
  }

  private Map<String, String> refusal(String balancer, int secondsApart) {
    IntUnaryOperator node =
        switch (balancer) {
          case "alternate" -> i -> i % 2;
          case "sticky" -> i -> i / 50 % 2;
          default -> i -> random.nextInt(2);
        };
    long ahead = (long) node.applyAsInt(refusals++) * secondsApart;
    return Map.of(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            moment.instant().plusSeconds(ahead).atOffset(ZoneOffset.UTC)));
  }
}
