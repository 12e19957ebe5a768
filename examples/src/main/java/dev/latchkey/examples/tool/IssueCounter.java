package dev.latchkey.examples.tool;

import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyringListener;
import dev.latchkey.Origin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what a keyring issues, by origin. */
final class IssueCounter implements KeyringListener {
  private final Map<Origin, Integer> issued = new ConcurrentHashMap<>();

  @Override
  public void issued(IssuedEvent event) {
    issued.merge(event.origin(), 1, Integer::sum);
  }

  /** How many since it was last asked. */
  int take(String origin) {
    Integer count = issued.remove(Origin.of(origin));
    return count == null ? 0 : count;
  }
}
