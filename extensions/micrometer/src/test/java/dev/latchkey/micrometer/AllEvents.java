package dev.latchkey.micrometer;

import dev.latchkey.ClockOffsetEvent;
import dev.latchkey.Origin;
import dev.latchkey.RefusedEvent;
import dev.latchkey.UnauthenticatedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Makes all meters that there are. */
final class AllEvents {
  private AllEvents() {}

  static void tell(MeterRegistry registry) {
    Origin origin = Origin.of("https://api.test");
    KeyringMetrics metrics = new KeyringMetrics();
    metrics.bindTo(registry);
    metrics.refused(RefusedEvent.of(origin, 401, true));
    for (var reason : UnauthenticatedEvent.Reason.values()) {
      metrics.unauthenticated(UnauthenticatedEvent.of(origin, reason, null));
    }
    // Registers those that each origin has.
    metrics.clockOffset(ClockOffsetEvent.of(origin, Duration.ofSeconds(1), true));
  }
}
