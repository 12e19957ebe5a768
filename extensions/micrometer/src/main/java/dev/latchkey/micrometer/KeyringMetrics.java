package dev.latchkey.micrometer;

import static java.util.Objects.requireNonNull;

import dev.latchkey.ClockOffsetEvent;
import dev.latchkey.IssueFailedEvent;
import dev.latchkey.IssuedEvent;
import dev.latchkey.KeyChangedEvent;
import dev.latchkey.KeyUnreadableEvent;
import dev.latchkey.Keyring;
import dev.latchkey.KeyringListener;
import dev.latchkey.Origin;
import dev.latchkey.RefusedEvent;
import dev.latchkey.UnauthenticatedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records metrics of keyrings, for <a
 * href="https://docs.micrometer.io/micrometer/reference/concepts.html">Micrometer</a>.
 *
 * <pre>{@code
 * KeyringMetrics metrics = new KeyringMetrics();
 * Keyring keyring = Keyring.builder().add(origin, scheme).listener(metrics).build();
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>The meters, all of which have the tag {@code origin}:
 *
 * <ul>
 *   <li>{@code latchkey.issues}, a timer, with {@code outcome} ({@code success}, {@code failure})
 *       and {@code background} (whether no call waited)
 *   <li>{@code latchkey.refusals}, a counter, with {@code status} and {@code retried}
 *   <li>{@code latchkey.unauthenticated}, a counter of requests without a credential, with {@code
 *       reason}, see {@link UnauthenticatedEvent.Reason}
 *   <li>{@code latchkey.key.changes} and {@code latchkey.key.problems}, counters
 *   <li>{@code latchkey.credential.age} and {@code latchkey.credential.time.left}, gauges of the
 *       credential that was issued last. NaN if there is none, and the second if it has no end
 *   <li>{@code latchkey.clock.offset}, a gauge of how far the server's clock is ahead. NaN if not
 *       known
 * </ul>
 *
 * <p>The tag is the host of an origin that was added to a keyring, with the port if it is not 443.
 * Requests to other hosts, which callers or redirects choose, count for the origin {@code other},
 * so that the number of meters is bounded. Gauges are in the registry's base unit of time.
 *
 * <p>One object may listen to several keyrings, which share the meters of an origin, and may be
 * bound to several registries. The first 1,000 events before the first {@link #bindTo} are counted
 * then; if there are more, a warning is logged. A registry that is bound later counts events from
 * then on. Gauges show the current state in all registries.
 *
 * <p>Thread-safe. An event takes no lock, unless it is the first of its kind.
 */
public final class KeyringMetrics implements KeyringListener, MeterBinder {
  private record Refusal(Origin origin, int status, boolean retried) {}

  /** The origin is null if it must not be a tag. */
  private record Unauthenticated(@Nullable Origin origin, UnauthenticatedEvent.Reason reason) {}

  private final Clock clock;
  final CompositeMeterRegistry registries = new CompositeMeterRegistry();
  private final EarlyEvents early = new EarlyEvents();
  private final Map<Origin, OriginMeters> origins = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<Unauthenticated, Counter> unauthenticated = new ConcurrentHashMap<>();

  /** Creates meters of keyrings that use the system clock. */
  public KeyringMetrics() {
    this(Clock.systemUTC());
  }

  /** Creates meters of keyrings that use this clock, see {@link Keyring.Builder#clock}. */
  public KeyringMetrics(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** Adds all current and future meters to a registry. */
  @Override
  public void bindTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    // Micrometer's composite misses a meter that is registered while a registry is added.
    synchronized (registries) {
      registries.add(registry);
    }
    early.end();
  }

  @Override
  public void issued(IssuedEvent event) {
    OriginMeters meters = of(event.origin());
    record(event.isInBackground() ? meters.issuesInBackground : meters.issues, event.took());
    meters.issued(event);
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    OriginMeters meters = of(event.origin());
    record(event.isInBackground() ? meters.failuresInBackground : meters.failures, event.took());
  }

  @Override
  public void refused(RefusedEvent event) {
    Refusal refusal = new Refusal(event.origin(), event.status(), event.isRetried());
    early.tell(registered(refusals, refusal, this::counter)::increment);
  }

  @Override
  public void keyChanged(KeyChangedEvent event) {
    early.tell(of(event.origin()).keyChanges::increment);
  }

  @Override
  public void keyUnreadable(KeyUnreadableEvent event) {
    early.tell(of(event.origin()).keyProblems::increment);
  }

  @Override
  public void clockOffset(ClockOffsetEvent event) {
    of(event.origin()).clockOffset(event.offset());
  }

  @Override
  public void unauthenticated(UnauthenticatedEvent event) {
    Origin origin =
        switch (event.reason()) {
          case SET_BY_CALLER, NONE_ISSUED -> event.origin();
          // Anyone may have chosen it, and registries never drop the value of a tag.
          default -> null;
        };
    Unauthenticated key = new Unauthenticated(origin, event.reason());
    early.tell(registered(unauthenticated, key, this::counter)::increment);
  }

  private void record(Timer timer, Duration took) {
    early.tell(() -> timer.record(took));
  }

  private OriginMeters of(Origin origin) {
    return registered(origins, origin, added -> new OriginMeters(registries, added, clock));
  }

  private Counter counter(Refusal of) {
    return Counter.builder("latchkey.refusals")
        .description("Responses that refused a credential")
        .tag("origin", OriginMeters.tag(of.origin))
        .tags("status", Integer.toString(of.status), "retried", Boolean.toString(of.retried))
        .register(registries);
  }

  private Counter counter(Unauthenticated of) {
    return Counter.builder("latchkey.unauthenticated")
        .description("Requests that went out without a credential")
        .tag("origin", of.origin == null ? "other" : OriginMeters.tag(of.origin))
        .tag("reason", of.reason.name().toLowerCase(Locale.ROOT))
        .register(registries);
  }

  private <K, M> M registered(Map<K, M> known, K key, Function<K, M> register) {
    M meter = known.get(key);
    if (meter != null) {
      return meter;
    }
    synchronized (registries) {
      return known.computeIfAbsent(key, register);
    }
  }
}
