package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeSourceTest {
  private static final Logger LOG = Logger.getLogger("dev.latchkey");

  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(new SimpleFormatter().formatMessage(line) + line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void readTheLog() {
    LOG.addHandler(handler);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void restoreTheLog() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  @Test
  void tellsTheTimeOfItsClock() {
    ManualClock moment = ManualClock.at("2026-01-01T00:00:00Z");

    assertThat(source(moment).millis()).isEqualTo(moment.millis());
    assertThat(lines).isEmpty();
  }

  @Test
  void goesOnByTheSystemsTimeWhateverItsClockThrows() {
    for (Throwable fault :
        List.of(
            new IllegalStateException("s3cret"),
            new TimeoutException("s3cret"),
            new AssertionError("s3cret"),
            new StackOverflowError())) {
      lines.clear();
      TimeSource source = source(new Broken(fault));

      for (int i = 0; i < 100; i++) {
        assertThat(Duration.between(Instant.ofEpochMilli(source.millis()), Instant.now()))
            .isLessThan(Duration.ofHours(1));
      }
      assertThat(lines)
          .singleElement()
          .asString()
          .contains(fault.getClass().getName())
          .contains("system clock")
          .doesNotContain("s3cret");
    }
  }

  @Test
  void aClockTooFarFromTheEpochIsOneThatThrows() {
    assertThat(source(Clock.fixed(Instant.MAX, ZoneOffset.UTC)).millis()).isPositive();
    assertThat(lines).hasSize(1);
  }

  @Test
  void aKeyringWhoseClockThrowsStillAuthenticates() throws IOException {
    CountingScheme counter = new CountingScheme(Duration.ofMinutes(5));
    try (Keyring keyring =
        Keyring.builder()
            .add("https://api.test", counter)
            .clock(new Broken(new IllegalStateException()))
            .build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(keyring.headersFor("GET", URI.create("https://api.test/")))
            .isEqualTo(Map.of("x", "t1"));
      }
    }
  }

  private static TimeSource source(Clock clock) {
    return new TimeSource(clock, System::nanoTime, () -> 0.5);
  }

  private static final class Broken extends Clock {
    private final Throwable fault;

    Broken(Throwable fault) {
      this.fault = fault;
    }

    @Override
    public Instant instant() {
      throw Sneaky.<RuntimeException>throwing(fault);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
