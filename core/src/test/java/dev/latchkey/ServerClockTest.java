package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerClockTest {
  private static final long NOW = 1_767_225_600_000L;

  private final ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");
  private final ServerClock clock = clock();

  @Test
  void knowsNothingAtFirst() {
    assertThat(offset()).isZero();
  }

  @Test
  void clocksThatMayAgreeAreTakenToAgree() {
    // The date of a response is of whole seconds.
    assertThat(learn(NOW, NOW + 100, NOW + 999)).isFalse();
    assertThat(offset()).isZero();
  }

  @Test
  void ofWhatIsPossibleTheLowerEndIsTaken() {
    // Sent at 0.2 s and received at 0.5 s: the server's 600 s are 599.5 to 600.8 s ahead.
    assertThat(learn(NOW + 600_000, NOW + 200, NOW + 500)).isTrue();
    assertThat(offset()).isEqualTo(599_500);
    assertThat(clock.told()).isEqualTo(599_500);
    assertThat(clock.isApplied()).isTrue();
  }

  @Test
  void aServerThatIsBehindHasANegativeOffset() {
    assertThat(learn(NOW - 90_000, NOW, NOW)).isTrue();
    assertThat(offset()).isEqualTo(-90_000);
  }

  @Test
  void moreResponsesNarrowItDown() {
    learn(NOW + 60_000, NOW, NOW + 5_000);
    assertThat(offset()).isEqualTo(55_000);

    assertThat(learn(NOW + 70_000, NOW + 10_000, NOW + 10_200)).isTrue();
    assertThat(offset()).isEqualTo(59_800);

    assertThat(learn(NOW + 80_000, NOW + 20_000, NOW + 20_100)).isFalse();
    assertThat(offset()).isEqualTo(59_900);
  }

  @Test
  void neverDatesInTheServersFuture() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      ServerClock learned = clock();
      long ahead = random.nextInt(1_600_000) - 800_000L;
      for (int i = 0; i < 12; i++) {
        long sent = NOW + i * 10_000L + random.nextInt(1000);
        long answered = sent + random.nextInt(500);
        long received = answered + random.nextInt(500);
        learn(learned, Math.floorDiv(answered + ahead, 1000) * 1000, sent, received);
        long offset = learned.offset(received);
        if (offset != 0) {
          assertThat(offset).as("seed %s", seed).isBetween(ahead - 2_000, ahead);
        } else {
          assertThat(ahead).as("seed %s", seed).isBetween(-2_000L, 2_000L);
        }
      }
    }
  }

  @Test
  void clocksMoreThan15MinutesApartAreOnlyTold() {
    long hours = Duration.ofHours(2).toMillis();

    assertThat(learn(NOW + hours, NOW, NOW)).isTrue();
    assertThat(clock.told()).isEqualTo(hours);
    assertThat(clock.isApplied()).isFalse();
    assertThat(offset()).isZero();
    assertThat(learn(NOW + 2_000 - hours, NOW + 2_000, NOW + 2_000)).isTrue();
    assertThat(clock.told()).isEqualTo(-hours);
    assertThat(offset()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 60, 3_600, 7_200, 90_000})
  void aRefusalThatIsHeldBackTeachesNothing(long seconds) {
    for (long ahead : new long[] {-3_600_000, -900_000, -5_000, 0, 5_000, 900_000}) {
      assertThat(learn(NOW + ahead, NOW, NOW + seconds * 1_000)).isFalse();
      assertThat(offset()).isZero();
    }
  }

  @Test
  void oneThatTookTenSecondsTeaches() {
    assertThat(learn(NOW + 60_000, NOW, NOW + 10_000)).isTrue();
    assertThat(offset()).isEqualTo(50_000);
  }

  @Test
  void neitherDoesOneThatArrivesBeforeItWasSent() {
    assertThat(learn(NOW + 60_000, NOW, NOW - 1)).isFalse();
    assertThat(offset()).isZero();
  }

  @Test
  void neverGoesBeyond15MinutesWhateverIsHeldBack() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    long most = Duration.ofMinutes(15).toMillis();
    for (int run = 0; run < 20_000; run++) {
      ServerClock learned = clock();
      for (int i = 0; i < 3; i++) {
        long sent = moment.millis();
        long date = sent + random.nextInt(4_000_000) - 2_000_000;
        moment.advance(Duration.ofMillis(random.nextInt(12_000)));
        learn(learned, date, sent, moment.millis());
        assertThat(learned.offset(moment.millis())).as("seed %s", seed).isBetween(-most, most);
      }
    }
  }

  @Test
  void theSameNewsIsToldOnce() {
    assertThat(learn(NOW + 60_000, NOW, NOW)).isTrue();
    for (int i = 1; i < 20; i++) {
      assertThat(learn(NOW + 60_000 + i * 1000L, NOW + i * 1000L, NOW + i * 1000L)).isFalse();
    }
  }

  @Test
  void aClockThatWasSetSinceVoidsWhatWasLearned() {
    learn(NOW + 600_000, NOW, NOW);

    assertThat(learn(NOW + 10_000, NOW + 10_000, NOW + 10_000)).isTrue();
    assertThat(offset()).isZero();
    assertThat(clock.told()).isZero();
  }

  @Test
  void fromThereOnMoreResponsesNarrowItDownAgain() {
    learn(NOW + 600_000, NOW, NOW);
    learn(NOW + 62_000, NOW + 2_000, NOW + 2_000);
    learn(NOW + 64_000, NOW + 4_000, NOW + 7_000);

    assertThat(offset()).isEqualTo(60_000);
  }

  @Test
  void nodesThatDisagreeAreNotKnownBetterThanTheirDistance() {
    learn(NOW + 100_000, NOW, NOW);
    learn(NOW + 605_000, NOW + 5_000, NOW + 5_000);
    assertThat(offset()).as("as if the clock had been set").isEqualTo(600_000);

    for (int i = 2; i < 40; i++) {
      long at = NOW + i * 5_000L;
      learn(at + (i % 2 == 0 ? 100_000 : 600_000), at, at);
      assertThat(offset()).as("step %s", i).isEqualTo(100_000);
    }
  }

  @Test
  void nodesOnBothSidesOfOurTimeAreTakenToAgreeWithIt() {
    for (int i = 0; i < 40; i++) {
      long at = NOW + i * 40_000L;
      learn(at + (i % 2 == 0 ? -300_000 : 300_000), at, at);
    }
    assertThat(offset()).isZero();
    assertThat(clock.told()).isZero();
  }

  @Test
  void aDisagreementEndsWhenTheLastTenRefusalsShowNone() {
    for (int i = 0; i < 3; i++) {
      learn(NOW + i * 40_000L + (i % 2) * 600_000L, NOW + i * 40_000L, NOW + i * 40_000L);
    }
    for (int i = 0; i < 9; i++) {
      assertThat(offset()).as("step %s", i).isZero();
      long at = NOW + 200_000 + i * 1_000L;
      learn(at + 600_000, at, at);
    }
    assertThat(offset()).isEqualTo(600_000);
  }

  @Test
  void theOffsetChangesOnlyAsOftenAsABackOffAllows() {
    int changes = 0;
    long offset = 0;
    for (int i = 0; i < 100_000; i++) {
      long at = moment.millis();
      long ahead = i % 3 == 0 ? 600_000 : i % 7 == 0 ? 1_000_000 : i;
      boolean news = learn(at + ahead, at, at);
      long next = clock.offset(at);
      if (Math.abs(next - offset) >= 1_000) {
        assertThat(news).isTrue();
        changes++;
        offset = next;
      }
      moment.advance(Duration.ofMillis(1));
    }
    // 100 s: after 0, 0.75, 2.25, 5.25, 11.25 and 23.25 s, and then every 22.5 s.
    assertThat(changes).isBetween(1, 9);
  }

  @Test
  void whatWasLearnedIsForgottenAfterADay() {
    learn(NOW + 60_000, NOW, NOW);
    assertThat(clock.offset(NOW + Duration.ofDays(1).toMillis())).isEqualTo(60_000);
    assertThat(clock.offset(NOW + Duration.ofDays(1).toMillis() + 1)).isZero();
    assertThat(clock.offset(NOW - Duration.ofDays(2).toMillis())).as("set back").isZero();

    moment.advance(Duration.ofDays(30));
    long later = moment.millis();
    assertThat(learn(later + 300_000, later, later)).isTrue();
    assertThat(clock.offset(later)).isEqualTo(300_000);
    moment.advance(Duration.ofHours(1));
    // Among contradictions only an older sample that agrees would count.
    assertThat(learn(moment.millis() + 60_000, moment.millis(), moment.millis())).isTrue();
    assertThat(clock.offset(moment.millis())).isEqualTo(60_000);
  }

  @Test
  void afterADayTheSameIsNewsAgain() {
    assertThat(learn(NOW + 60_000, NOW, NOW)).isTrue();
    moment.advance(Duration.ofDays(2));
    assertThat(learn(moment.millis() + 60_000, moment.millis(), moment.millis())).isTrue();
  }

  @Test
  void onlyTheLastTenResponsesCount() {
    learn(NOW + 60_000, NOW, NOW);
    for (int i = 1; i <= 9; i++) {
      learn(NOW + 60_000, NOW, NOW + 3_000);
    }
    assertThat(offset()).isEqualTo(60_000);

    learn(NOW + 60_000, NOW, NOW + 3_000);
    assertThat(offset()).isEqualTo(57_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "Thu, 01 Jan 992999999 00:00:00 GMT",
        "Fri, 01 Jan 999999999 00:00:00 GMT",
        "Sat, 01 Jan 10000 00:00:00 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Thu, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Thu, 01 Jan 2026 25:61:61 GMT",
        "Thu, 01 Jan 2026 00:10:00",
        "\0\uD800"
      })
  void whatIsNoDateTeachesNothing(String date) {
    assertThat(clock.learn(Map.of("Date", date)::get, NOW, NOW)).isFalse();
    assertThat(offset()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void theFirstAndTheLastDateThatAHeaderCanHaveAreDates(String date) {
    assertThat(clock.learn(Map.of("Date", date)::get, NOW, NOW)).isTrue();
  }

  @Test
  void withoutADateOrFromACacheNothingIsLearned() {
    Map<String, String> cached = Map.of("Date", "Thu, 01 Jan 2026 00:10:00 GMT", "Age", "0");

    assertThat(clock.learn(cached::get, NOW, NOW)).isFalse();
    assertThat(clock.learn(name -> null, NOW, NOW)).isFalse();
    assertThat(offset()).isZero();
  }

  private long offset() {
    return clock.offset(moment.millis());
  }

  private boolean learn(long date, long sent, long received) {
    return learn(clock, date, sent, received);
  }

  @Test
  void aSchemeKeepsOneForAServerOfItsOwn() {
    ServerClock server = ServerClock.of(moment);
    assertThat(server.now()).isEqualTo(moment.instant());

    server.learn(response("Date", moment.instant().plusSeconds(180)), moment.instant());
    assertThat(server.now()).isEqualTo(moment.instant().plusSeconds(180));
    server.learn(response("Date", moment.instant().plusSeconds(180)), moment.instant());
    assertThat(server).hasToString("ServerClock[PT3M]");
  }

  @Test
  void aResponseWithoutADateTeachesASchemeNothing() {
    ServerClock server = ServerClock.of(moment);

    server.learn(response("Expires", moment.instant().plusSeconds(180)), moment.instant());
    assertThat(server.now()).isEqualTo(moment.instant());
  }

  private static ResponseHead response(String header, Instant date) {
    return ResponseHead.of(
        400,
        Map.of(header, DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC))));
  }

  /** Moves the time to when the response arrives. */
  private boolean learn(ServerClock learning, long date, long sent, long received) {
    if (received > moment.millis()) {
      moment.advance(Duration.ofMillis(received - moment.millis()));
    }
    String text =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(date).atOffset(ZoneOffset.UTC));
    return learning.learn(Map.of("Date", text)::get, sent, received);
  }

  private ServerClock clock() {
    return new ServerClock(new TimeSource(moment, moment.nanos(), () -> 0.5));
  }
}
