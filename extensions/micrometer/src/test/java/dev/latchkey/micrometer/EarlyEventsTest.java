package dev.latchkey.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyChangedEvent;
import dev.latchkey.Origin;
import dev.latchkey.SigningAlgorithm;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events and registries come in any order. */
class EarlyEventsTest {
  private static final Origin API = Origin.of("https://api.test");

  private final KeyringMetrics metrics = new KeyringMetrics();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Readings readings = new Readings(registry);

  @Test
  void eventsBeforeTheFirstRegistryAreCounted() {
    issue(API, Duration.ofMillis(20));
    issue(API, Duration.ofMillis(40));
    metrics.bindTo(registry);
    issue(API, Duration.ofMillis(60));

    var issues = registry.get("latchkey.issues").tags("outcome", "success", "background", "false");
    assertThat(issues.timer().count()).isEqualTo(3);
    assertThat(issues.timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(120);
    assertThat(issues.timer().max(TimeUnit.MILLISECONDS)).isEqualTo(60);
  }

  @Test
  void aThousandEventsAreKept() {
    for (int i = 0; i < EarlyEvents.MAXIMUM + 10; i++) {
      change(API);
    }
    metrics.bindTo(registry);
    change(API);

    assertThat(readings.count("latchkey.key.changes")).isEqualTo(EarlyEvents.MAXIMUM + 1);
  }

  @Test
  void aLaterRegistryCountsFromThenOnAndShowsThePresent() {
    metrics.bindTo(new SimpleMeterRegistry());
    issue(API, Duration.ofMillis(20));
    metrics.bindTo(registry);
    change(API);

    assertThat(readings.count("latchkey.issues")).isZero();
    assertThat(readings.count("latchkey.key.changes")).isEqualTo(1);
    assertThat(readings.gauge("latchkey.credential.age")).isGreaterThanOrEqualTo(0);
  }

  @Test
  void allRegistriesCount() {
    SimpleMeterRegistry other = new SimpleMeterRegistry();
    metrics.bindTo(new CompositeMeterRegistry().add(registry));
    metrics.bindTo(other);
    metrics.bindTo(other);
    change(API);

    assertThat(readings.count("latchkey.key.changes")).isEqualTo(1);
    assertThat(new Readings(other).count("latchkey.key.changes")).isEqualTo(1);
  }

  @Test
  void noEventIsLostOrCountedTwiceWhileARegistryIsBound() throws Exception {
    int threads = 4;
    int events = 200;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 50; round++) {
        KeyringMetrics bound = new KeyringMetrics();
        SimpleMeterRegistry seen = new SimpleMeterRegistry();
        CountDownLatch start = new CountDownLatch(1);
        List<? extends Future<?>> running =
            IntStream.range(0, threads)
                .mapToObj(
                    thread ->
                        pool.submit(
                            () -> {
                              start.await();
                              for (int i = 0; i < events; i++) {
                                Origin origin = Origin.of("https://api" + i + ".test");
                                bound.keyChanged(
                                    KeyChangedEvent.of(origin, null, SigningAlgorithm.HS256));
                              }
                              return null;
                            }))
                .toList();
        start.countDown();
        bound.bindTo(seen);
        for (Future<?> future : running) {
          future.get(1, TimeUnit.MINUTES);
        }

        assertThat(new Readings(seen).count("latchkey.key.changes")).isEqualTo(threads * events);
        assertThat(seen.find("latchkey.credential.age").gauges()).hasSize(events);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void issue(Origin origin, Duration took) {
    metrics.issued(IssuedEvent.of(origin, took, false, Instant.EPOCH, null));
  }

  private void change(Origin origin) {
    metrics.keyChanged(KeyChangedEvent.of(origin, "kid", SigningAlgorithm.HS256));
  }
}
