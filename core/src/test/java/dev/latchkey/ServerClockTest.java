package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerClockTest {
  private static final long NOW = 1_767_225_600_000L;
  private final ServerClock clock = new ServerClock();

  @Test
  void knowsNothingAtFirst() {
    assertThat(clock.offset()).isZero();
  }

  @Test
  void clocksThatMayAgreeAreTakenToAgree() {
    // The date of a response is of whole seconds.
    assertThat(clock.learn(NOW, NOW + 100, NOW + 999)).isFalse();
    assertThat(clock.offset()).isZero();
  }

  @Test
  void ofWhatIsPossibleTheLowerEndIsTaken() {
    // Sent at 0.2 s and received at 0.5 s: the server's 600 s are 599.5 to 600.8 s ahead.
    assertThat(clock.learn(NOW + 600_000, NOW + 200, NOW + 500)).isTrue();
    assertThat(clock.offset()).isEqualTo(599_500);
    assertThat(clock.told()).isEqualTo(599_500);
  }

  @Test
  void aServerThatIsBehindHasANegativeOffset() {
    assertThat(clock.learn(NOW - 90_000, NOW, NOW)).isTrue();
    assertThat(clock.offset()).isEqualTo(-90_000);
  }

  @Test
  void moreResponsesNarrowItDown() {
    clock.learn(NOW + 60_000, NOW, NOW + 5_000);
    assertThat(clock.offset()).isEqualTo(55_000);

    assertThat(clock.learn(NOW + 70_000, NOW + 10_000, NOW + 10_200)).isTrue();
    assertThat(clock.offset()).isEqualTo(59_800);

    assertThat(clock.learn(NOW + 80_000, NOW + 20_000, NOW + 20_100)).isFalse();
    assertThat(clock.offset()).isEqualTo(59_900);
  }

  @Test
  void neverDatesInTheServersFuture() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      ServerClock learned = new ServerClock();
      long ahead = random.nextInt(1_600_000) - 800_000L;
      for (int i = 0; i < 12; i++) {
        long sent = NOW + i * 10_000L + random.nextInt(1000);
        long answered = sent + random.nextInt(500);
        long received = answered + random.nextInt(500);
        learned.learn(Math.floorDiv(answered + ahead, 1000) * 1000, sent, received);
        if (learned.offset() != 0) {
          assertThat(learned.offset()).as("seed %s", seed).isBetween(ahead - 2_000, ahead);
        } else {
          assertThat(ahead).as("seed %s", seed).isBetween(-2_000L, 2_000L);
        }
      }
    }
  }

  @Test
  void clocksMoreThan15MinutesApartAreOnlyTold() {
    long hours = Duration.ofHours(2).toMillis();

    assertThat(clock.learn(NOW + hours, NOW, NOW)).isTrue();
    assertThat(clock.told()).isEqualTo(hours);
    assertThat(clock.offset()).isZero();
    assertThat(clock.learn(NOW - hours, NOW, NOW)).isTrue();
    assertThat(clock.told()).isEqualTo(-hours);
    assertThat(clock.offset()).isZero();
  }

  @Test
  void theSameNewsIsToldOnce() {
    assertThat(clock.learn(NOW + 60_000, NOW, NOW)).isTrue();
    for (int i = 1; i < 20; i++) {
      assertThat(clock.learn(NOW + 60_000 + i * 1000L, NOW + i * 1000L, NOW + i * 1000L)).isFalse();
    }
  }

  @Test
  void aClockThatWasSetSinceVoidsWhatWasLearned() {
    clock.learn(NOW + 600_000, NOW, NOW);

    assertThat(clock.learn(NOW + 10_000, NOW + 10_000, NOW + 10_000)).isTrue();
    assertThat(clock.offset()).isZero();
    assertThat(clock.told()).isZero();
  }

  @Test
  void fromThereOnMoreResponsesNarrowItDownAgain() {
    clock.learn(NOW + 600_000, NOW, NOW);
    clock.learn(NOW + 60_000, NOW, NOW);
    clock.learn(NOW + 60_000, NOW, NOW + 3_000);

    assertThat(clock.offset()).isEqualTo(60_000);
  }

  @Test
  void onlyTheLastTenResponsesCount() {
    clock.learn(NOW + 60_000, NOW, NOW);
    for (int i = 1; i <= 9; i++) {
      clock.learn(NOW + 60_000, NOW, NOW + 3_000);
    }
    assertThat(clock.offset()).isEqualTo(60_000);

    clock.learn(NOW + 60_000, NOW, NOW + 3_000);
    assertThat(clock.offset()).isEqualTo(57_000);
  }
}
