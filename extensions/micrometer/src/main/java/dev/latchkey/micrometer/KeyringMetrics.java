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
 * Counts and times what keyrings do, for <a
 * href="https://docs.micrometer.io/micrometer/reference/concepts.html">Micrometer</a>.
 *
 * <pre>{@code
 * KeyringMetrics metrics = new KeyringMetrics();
 * Keyring keyring = Keyring.builder().add(origin, scheme).listener(metrics).build();
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <ul>
 *   <li>{@code latchkey.issues}, a timer: {@code origin}, {@code outcome} ({@code success}, {@code
 *       failure}), {@code background} (no call waited for it)
 *   <li>{@code latchkey.refusals}, a counter: {@code origin}, {@code status}, {@code retried}
 *   <li>{@code latchkey.unauthenticated}, a counter: {@code origin}, {@code reason}
 *   <li>{@code latchkey.key.changes} and {@code latchkey.key.problems}, counters: {@code origin}
 *   <li>{@code latchkey.credential.age} and {@code latchkey.credential.time.left} of the last
 *       credential, and {@code latchkey.clock.offset}, gauges in the registry's base unit of time:
 *       {@code origin}. Not a number while there is none, and without an end
 * </ul>
 *
 * <p>The tag {@code origin} is the host, with the port if it is not 443, of an origin that was
 * added to a keyring. Requests elsewhere, whose host a caller or a redirect chose, count as of the
 * origin {@code other}, so that there is a bound to the number of meters.
 *
 * <p>It may listen to several keyrings, whose meters are then the same where their origins are, and
 * be bound to several registries. Of the events before the first {@link #bindTo}, 1,000 are kept
 * and counted then; if there are more, a warning is logged. A registry that is bound later counts
 * what happens from then on. Gauges show the present in all of them.
 *
 * <p>Safe for use by many threads. An event takes no lock, unless it is the first of its kind.
 */
public final class KeyringMetrics implements KeyringListener, MeterBinder {
  private record Refusal(Origin origin, int status, boolean retried) {}

  /** Without an origin if it is not to be a tag. */
  private record Unauthenticated(@Nullable Origin origin, UnauthenticatedEvent.Reason reason) {}

  private final Clock clock;
  final CompositeMeterRegistry registries = new CompositeMeterRegistry();
  private final EarlyEvents early = new EarlyEvents();
  private final Map<Origin, OriginMeters> origins = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<Unauthenticated, Counter> unauthenticated = new ConcurrentHashMap<>();

  /** Returns meters of keyrings that use the system's clock. */
  public KeyringMetrics() {
    this(Clock.systemUTC());
  }

  /** Returns meters of keyrings that use this clock, see {@link Keyring.Builder#clock}. */
  public KeyringMetrics(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** Adds the meters that there are to a registry, and those that there will be. */
  @Override
  public void bindTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    // Micrometer's composite overlooks a meter that is registered while a registry is added.
    synchronized (registries) {
      registries.add(registry);
    }
    early.end();
  }

  @Override
  public void issued(IssuedEvent event) {
    OriginMeters of = of(event.origin());
    of.issued(event);
    Timer timer = event.isInBackground() ? of.issuesInBackground : of.issues;
    early.tell(() -> timer.record(event.took()));
  }

  @Override
  public void issueFailed(IssueFailedEvent event) {
    OriginMeters of = of(event.origin());
    Timer timer = event.isInBackground() ? of.failuresInBackground : of.failures;
    // Not the event, whose exception may hold much.
    Duration took = event.took();
    early.tell(() -> timer.record(took));
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
          default -> null;
        };
    Unauthenticated key = new Unauthenticated(origin, event.reason());
    early.tell(registered(unauthenticated, key, this::counter)::increment);
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
