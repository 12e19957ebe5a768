package dev.latchkey.spring;

import dev.latchkey.CredentialException;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyringListener;
import dev.latchkey.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The last credential and the last failure of each origin. Thread-safe. */
final class KeyringState implements KeyringListener {

  /**
   * The time of the last issue by this machine's clock, since the times of an event are by the
   * server's clock.
   */
  private record Issue(Instant at, @Nullable Duration lifetime) {}

  private record Failure(CredentialException why, Instant currentUntil, Instant usableUntil) {}

  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<Origin, Issue> issues = new ConcurrentHashMap<>();
  private final Map<Origin, Failure> failures = new ConcurrentHashMap<>();

  KeyringState(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void issued(IssuedEvent event) {
    Duration lifetime =
        event.end().map(end -> Duration.between(event.issuedAt(), end)).orElse(null);
    issues.put(
        event.origin(),
        new Issue(clock.instant().minus(event.took().truncatedTo(ChronoUnit.SECONDS)), lifetime));
    failures.remove(event.origin());
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    Instant now = clock.instant();
    CredentialException why = event.failure();
    failures.put(
        event.origin(),
        new Failure(why, why.nextTry().orElse(now).plus(GRACE), usableUntil(event, now)));
  }

  /**
   * Returns the time until which the last credential is used despite a failure; not after now if
   * there is none.
   */
  private Instant usableUntil(IssueFailedEvent event, Instant now) {
    Issue issue = issues.get(event.origin());
    if (issue == null || issue.lifetime == null) {
      return now;
    }
    Instant end = issue.at.plus(issue.lifetime);
    Duration tenth = issue.lifetime.dividedBy(10);
    // From here on, calls wait for another one; before, only if this one is refused or forgotten.
    Instant margin = end.minus(tenth.compareTo(GRACE) < 0 ? tenth : GRACE);
    return event.isInBackground() || !now.isBefore(margin) ? end : now;
  }

  /** Returns the time since a credential was issued; empty if none was. */
  Optional<Duration> age(Origin origin) {
    return Optional.ofNullable(issues.get(origin))
        .map(issue -> Duration.between(issue.at, clock.instant()));
  }

  /** Returns the time until the last credential ends; empty if there is none, or it has no end. */
  Optional<Duration> timeLeft(Origin origin) {
    return Optional.ofNullable(issues.get(origin))
        .filter(issue -> issue.lifetime != null)
        .map(issue -> Duration.between(clock.instant(), issue.at.plus(issue.lifetime)));
  }

  /** Returns the failure of the last attempt; empty if it succeeded. */
  Optional<CredentialException> failure(Origin origin) {
    return Optional.ofNullable(failures.get(origin)).map(Failure::why);
  }

  /**
   * Returns the failures of the last attempts of all origins, except outdated ones: no request has
   * caused the next attempt although it has been due for a minute.
   */
  Map<Origin, CredentialException> currentFailures() {
    Instant now = clock.instant();
    Map<Origin, CredentialException> current = new LinkedHashMap<>();
    failures.forEach(
        (origin, failure) -> {
          if (now.isBefore(failure.currentUntil)) {
            current.put(origin, failure.why);
          }
        });
    return current;
  }

  /**
   * Returns the time until which a credential is used although the last attempt failed; empty if
   * there is none.
   */
  Optional<Instant> usableUntil(Origin origin) {
    Instant now = clock.instant();
    return Optional.ofNullable(failures.get(origin))
        .map(Failure::usableUntil)
        .filter(now::isBefore);
  }
}
