package dev.latchkey.micrometer;

import dev.latchkey.IssuedEvent;
import dev.latchkey.Origin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of one origin, which exist from its first event on, and the values of its gauges. */
final class OriginMeters {
  /**
   * The time of the last issue, by the clock of this machine, and the lifetime of its credential in
   * seconds. The event has both by the server's clock, which may differ.
   */
  private record Issue(Instant at, double lifetime) {}

  final Timer issues;
  final Timer issuesInBackground;
  final Timer failures;
  final Timer failuresInBackground;
  final Counter keyChanges;
  final Counter keyProblems;
  private final MeterRegistry registry;
  private final String origin;
  private final Clock clock;
  private volatile @Nullable Issue last;
  private volatile double clockOffset = Double.NaN;

  OriginMeters(MeterRegistry registry, Origin origin, Clock clock) {
    this.registry = registry;
    this.origin = tag(origin);
    this.clock = clock;
    issues = timer("success", "false");
    issuesInBackground = timer("success", "true");
    failures = timer("failure", "false");
    failuresInBackground = timer("failure", "true");
    keyChanges = counter("latchkey.key.changes", "Keys that were replaced by another");
    keyProblems = counter("latchkey.key.problems", "Times that a key file could not be used");
    gauge("latchkey.credential.age", "Time since the last credential was issued", this::age);
    gauge("latchkey.credential.time.left", "Time until the last credential ends", this::timeLeft);
    gauge("latchkey.clock.offset", "How far the server's clock is ahead", () -> clockOffset);
  }

  /** Returns the value of the tag. */
  static String tag(Origin origin) {
    return origin.port() == 443 ? origin.host() : origin.host() + ":" + origin.port();
  }

  void issued(IssuedEvent event) {
    double lifetime =
        event.end().map(end -> seconds(Duration.between(event.issuedAt(), end))).orElse(Double.NaN);
    last = new Issue(clock.instant().minus(event.took()), lifetime);
  }

  void clockOffset(Duration offset) {
    clockOffset = seconds(offset);
  }

  private double age() {
    Issue issue = last;
    return issue == null ? Double.NaN : seconds(Duration.between(issue.at(), clock.instant()));
  }

  private double timeLeft() {
    Issue issue = last;
    return issue == null ? Double.NaN : issue.lifetime() - age();
  }

  /**
   * Returns a duration in seconds. Unlike {@link Duration#toNanos}, supports any duration, such as
   * that to {@link Instant#MAX}.
   */
  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  private Timer timer(String outcome, String background) {
    return Timer.builder("latchkey.issues")
        .description("Credentials that were issued, or could not be")
        .tags("origin", origin, "outcome", outcome, "background", background)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tag("origin", origin).register(registry);
  }

  private void gauge(String name, String description, Supplier<Number> seconds) {
    // Micrometer holds a supplier, unlike an object, by a strong reference.
    TimeGauge.builder(name, seconds, TimeUnit.SECONDS)
        .description(description)
        .tags("origin", origin)
        .register(registry);
  }
}
