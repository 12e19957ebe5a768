package dev.latchkey.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyChangedEvent;
import dev.latchkey.Origin;
import dev.latchkey.SigningAlgorithm;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Filter;
import java.util.logging.Logger;
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
  void aThousandEventsAreKeptAndThatThereAreMoreIsLoggedOnce() {
    List<String> logged = new ArrayList<>();
    Logger logger = Logger.getLogger("dev.latchkey.micrometer");
    Filter filter =
        line -> {
          logged.add(line.getMessage());
          return false;
        };
    logger.setFilter(filter);
    try {
      for (int i = 0; i < EarlyEvents.MAXIMUM; i++) {
        metrics.keyChanged(change(API));
      }
      assertThat(logged).isEmpty();
      metrics.keyChanged(change(API));
      metrics.keyChanged(change(API));
    } finally {
      logger.setFilter(null);
    }
    metrics.bindTo(registry);
    metrics.keyChanged(change(API));

    assertThat(logged).singleElement().asString().contains("bindTo");
    assertThat(readings.count("latchkey.key.changes")).isEqualTo(EarlyEvents.MAXIMUM + 1);
  }

  @Test
  void aLaterRegistryCountsFromThenOnAndShowsThePresent() {
    metrics.bindTo(new SimpleMeterRegistry());
    issue(API, Duration.ofMillis(20));
    metrics.bindTo(registry);
    metrics.keyChanged(change(API));

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
    metrics.keyChanged(change(API));

    assertThat(readings.count("latchkey.key.changes")).isEqualTo(1);
    assertThat(new Readings(other).count("latchkey.key.changes")).isEqualTo(1);
  }

  @Test
  void aRegistryThatIsBoundWhileAMeterIsMadeHasIt() throws Exception {
    Thread binding = new Thread(() -> metrics.bindTo(registry));
    metrics.registries.config().onMeterAdded(meter -> startAndWaitUntilBlockedOrDone(binding));
    metrics.keyChanged(change(API));
    binding.join();

    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .containsExactlyInAnyOrderElementsOf(
            metrics.registries.getMeters().stream().map(Meter::getId).toList());
  }

  @Test
  void anEventTakesNoLockUnlessItIsTheFirstOfItsKind() throws Exception {
    metrics.bindTo(registry);
    AllEvents.tell(metrics);
    Thread telling = new Thread(() -> AllEvents.tell(metrics));
    synchronized (metrics.registries) {
      telling.start();
      telling.join(TimeUnit.MINUTES.toMillis(1));
      assertThat(telling.getState()).isEqualTo(Thread.State.TERMINATED);
    }

    assertThat(readings.count("latchkey.refusals")).isEqualTo(2);
  }

  @Test
  void noEventIsLostOrCountedTwiceWhileARegistryIsBound() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 200; round++) {
        EarlyEvents early = new EarlyEvents();
        AtomicInteger recorded = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(2);
        Runnable telling =
            () -> {
              begun.countDown();
              for (int i = 0; i < 400; i++) {
                early.tell(recorded::incrementAndGet);
              }
            };
        Future<?> one = pool.submit(telling);
        Future<?> other = pool.submit(telling);
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        early.end();
        one.get(1, TimeUnit.MINUTES);
        other.get(1, TimeUnit.MINUTES);

        assertThat(recorded).hasValue(800);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void startAndWaitUntilBlockedOrDone(Thread thread) {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    while (thread.getState() != Thread.State.BLOCKED
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  private void issue(Origin origin, Duration took) {
    metrics.issued(IssuedEvent.of(origin, took, false, Instant.EPOCH, null));
  }

  private static KeyChangedEvent change(Origin origin) {
    return KeyChangedEvent.of(origin, "kid", SigningAlgorithm.HS256);
  }
}
