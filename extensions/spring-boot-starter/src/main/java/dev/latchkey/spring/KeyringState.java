package dev.latchkey.spring;

import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyringListener;
import dev.latchkey.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was issued last at each origin, and what failed since. Safe for use by many threads. */
final class KeyringState implements KeyringListener {
  private final Map<Origin, IssuedEvent> issued = new ConcurrentHashMap<>();
  private final Map<Origin, IssueFailedEvent> failed = new ConcurrentHashMap<>();

  @Override
  public void issued(IssuedEvent event) {
    issued.put(event.origin(), event);
    failed.remove(event.origin());
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    failed.put(event.origin(), event);
  }

  /** Returns the credential that was issued last. */
  Optional<IssuedEvent> issued(Origin origin) {
    return Optional.ofNullable(issued.get(origin));
  }

  /** Returns why none was issued at the last attempt; empty if one was. */
  Optional<IssueFailedEvent> failed(Origin origin) {
    return Optional.ofNullable(failed.get(origin));
  }

  /** Returns the failures of all origins at their last attempts. */
  Map<Origin, IssueFailedEvent> failed() {
    return Map.copyOf(failed);
  }
}
