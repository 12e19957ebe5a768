package dev.latchkey.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.util.Set;
import java.util.TreeSet;

/** What a registry shows. */
record Readings(MeterRegistry registry) {

  /** The events of a counter or timer that has these tags, among others; 0 if there is none. */
  double count(String name, String... tags) {
    Search meters = registry.find(name).tags(tags);
    return meters.counters().stream().mapToDouble(counter -> counter.count()).sum()
        + meters.timers().stream().mapToDouble(timer -> timer.count()).sum();
  }

  /** The value of the only gauge that has these tags. */
  double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  /** The values that a tag has in all meters. */
  Set<String> values(String tag) {
    Set<String> values = new TreeSet<>();
    registry
        .getMeters()
        .forEach(
            meter -> {
              String value = meter.getId().getTag(tag);
              if (value != null) {
                values.add(value);
              }
            });
    return values;
  }
}
