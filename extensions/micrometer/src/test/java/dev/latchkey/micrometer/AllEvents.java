package dev.latchkey.micrometer;

import dev.latchkey.ClockOffsetEvent;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyChangedEvent;
import dev.latchkey.KeyUnreadableEvent;
import dev.latchkey.Origin;
import dev.latchkey.RefusedEvent;
import dev.latchkey.SigningAlgorithm;
import dev.latchkey.UnauthenticatedEvent;
import java.time.Duration;
import java.time.Instant;

/** Makes all meters that there are. */
final class AllEvents {
  private AllEvents() {}

  static void tell(KeyringMetrics metrics) {
    Origin origin = Origin.of("https://api.test");
    Duration second = Duration.ofSeconds(1);
    metrics.issued(
        IssuedEvent.of(origin, second, false, Instant.EPOCH, Instant.EPOCH.plusMillis(300_250)));
    metrics.issueFailed(IssueFailedEvent.of(origin, new CredentialException("down"), second, true));
    metrics.refused(RefusedEvent.of(origin, 401, true));
    metrics.keyChanged(KeyChangedEvent.of(origin, "kid", SigningAlgorithm.HS256));
    metrics.keyUnreadable(KeyUnreadableEvent.of(origin, "cut short"));
    metrics.clockOffset(ClockOffsetEvent.of(origin, second, true));
    for (var reason : UnauthenticatedEvent.Reason.values()) {
      metrics.unauthenticated(UnauthenticatedEvent.of(origin, reason, null));
    }
  }
}
