package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private double random;
  private final TimeSource times = new TimeSource(moment, moment.nanos(), () -> random);

  @Test
  void noneIsOver() {
    assertThat(Backoff.NONE.isOver(times)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "2, 2000",
    "3, 4000",
    "4, 8000",
    "5, 16000",
    "6, 30000",
    "7, 30000",
    "100, 30000"
  })
  void theWaitDoublesUpTo30Seconds(int step, long most) {
    assertThat(millis(step, 0)).isEqualTo(most / 2);
    assertThat(millis(step, 0.999999)).isEqualTo(most);
    assertThat(millis(step, 0.5)).isEqualTo(most * 3 / 4);
  }

  @Test
  void isOverWhenItsTimeIsUp() {
    Backoff backoff = Backoff.NONE.next(times);

    moment.advance(Duration.ofMillis(499));
    assertThat(backoff.isOver(times)).isFalse();
    moment.advance(Duration.ofMillis(1));
    assertThat(backoff.isOver(times)).isTrue();
  }

  @Test
  void isOverAsSoonAsEitherClockSaysSo() {
    Backoff back = Backoff.NONE.next(times);
    moment.set(moment.instant().minusSeconds(3600));
    assertThat(back.isOver(times)).isFalse();
    moment.advance(Duration.ofMillis(500));
    assertThat(back.isOver(times)).isTrue();

    Backoff forward = Backoff.NONE.next(times);
    moment.set(moment.instant().plusMillis(500));
    assertThat(forward.isOver(times)).isTrue();
  }

  @Test
  void startsAnewAfterAQuietTime() {
    Backoff backoff = Backoff.NONE.next(times).next(times).next(times);
    moment.advance(Duration.ofSeconds(2 + 31));

    assertThat(Duration.between(moment.instant(), backoff.next(times).until())).hasMillis(500);
  }

  private long millis(int step, double random) {
    this.random = random;
    Backoff backoff = Backoff.NONE;
    for (int i = 0; i < step; i++) {
      backoff = backoff.next(times);
    }
    return Duration.between(moment.instant(), backoff.until()).toMillis();
  }
}
