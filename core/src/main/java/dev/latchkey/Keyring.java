package dev.latchkey;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import com.github.benmanes.caffeine.cache.Cache;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Maps each {@link Origin} to its {@link AuthScheme}, and caches the credentials that may be
 * reused. A credential is only ever sent to an origin for which its scheme was added.
 *
 * <p>A credential is renewed in the background, before the last fifth of its lifetime (or the last
 * 15 minutes) begins, at a random time so that a fleet does not renew at once. A token of five
 * minutes is renewed after 210 to 240 seconds, and from 270 seconds on it is only used if it cannot
 * be renewed. Concurrent callers share one issue. After a failure the keyring backs off before it
 * calls the scheme again, exponentially from 1 to 30 s with jitter, unless the scheme issues a
 * credential for each request.
 *
 * <p>Thread-safe; the origins and schemes never change. One keyring serves any number of clients.
 * It starts threads only for schemes that may block, see {@link Builder#executor}.
 */
public final class Keyring implements AutoCloseable {
  private static final long DEFAULT_MAXIMUM_CREDENTIALS = 10_000;
  private static final Duration DEFAULT_ISSUE_TIMEOUT = Duration.ofSeconds(30);

  final KeyringOrigins origins;
  private final CredentialExecutor executor;

  private Keyring(Builder builder) {
    Clock clock = requireNonNullElseGet(builder.clock, Clock::systemUTC);
    TimeSource times = new TimeSource(clock, builder.nanos, builder.random);
    this.executor =
        new CredentialExecutor(
            builder.executor,
            requireNonNullElse(builder.issueTimeout, DEFAULT_ISSUE_TIMEOUT),
            builder.timer);
    long maximum = requireNonNullElse(builder.maximumCredentials, DEFAULT_MAXIMUM_CREDENTIALS);
    SafeListener listener = new SafeListener(requireNonNullElse(builder.listeners, List.of()));
    Lazy<Cache<CredentialSlotKey, CredentialSlot>> slots =
        new Lazy<>(() -> OriginSlots.newCache(maximum));
    KeyringResources resources = new KeyringResources(times, listener, executor);
    Map<Origin, KeyringOrigin> byOrigin = new LinkedHashMap<>();
    builder.schemes.forEach(
        (origin, scheme) ->
            byOrigin.put(origin, OriginParts.newOrigin(origin, scheme, resources, slots, maximum)));
    this.origins = new KeyringOrigins(byOrigin, times, listener);
  }

  /** Returns a new builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts to authenticate one call. For authors of adapters. */
  public AuthCall newCall() {
    return new AuthCall(origins);
  }

  /**
   * Returns the headers for a request, for use without an adapter: with curl, in tests, or in
   * another client. They do not include a query credential, see {@link #authenticate}. Empty if the
   * URI's origin is not in the keyring. Blocks while a credential is issued; does not handle
   * redirects and refusals.
   *
   * @throws CredentialException if no credential is available, or the keyring is closed
   * @throws InterruptedIOException if the thread is interrupted while it waits; it stays
   *     interrupted
   */
  public Map<String, String> headersFor(String method, URI uri) throws IOException {
    requireNonNull(method, "method");
    KeyringOrigin origin = origins.get(requireNonNull(uri, "uri"));
    if (origin == null) {
      return Map.of();
    }
    CachedCredential known = origin.peek(origins.millis());
    if (known != null) {
      return known.credential.headers();
    }
    return AuthenticatedRequest.headers(origin, new RequestHead(method, uri, name -> null));
  }

  /**
   * Returns the URI and the headers for a request, like {@link #headersFor}, but also for schemes
   * that read its headers or sign its body, or whose credential is in the query. Adds no credential
   * if the given headers include one that the scheme sets. Headers that the scheme {@linkplain
   * AuthScheme#consuming consumes} must not be sent.
   *
   * @param headers the headers that the request will have, as far as the scheme reads them
   * @param body the request's body; empty if it has none
   * @throws CredentialException if no credential is available, or the keyring is closed
   * @throws InterruptedIOException if the thread is interrupted while it waits; it stays
   *     interrupted
   */
  public AuthenticatedRequest authenticate(
      String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
    return AuthenticatedRequest.of(newCall(), new GivenRequest(method, uri, headers, body));
  }

  /**
   * Drops the cached credentials of an origin, its back-offs and what was learned from its
   * refusals, so that the scheme is called for the next request: for example after a user has
   * logged out or another one has logged in. A credential that is being issued reaches the calls
   * that wait for it, and is not cached. Calls under way may use the dropped credential or a new
   * one; wait for their end or cancel them if that matters. Other origins are not affected.
   *
   * @throws IllegalArgumentException if it is not an origin, or was not added to this keyring
   */
  public void forget(String origin) {
    Origin known = Origin.only(origin);
    KeyringOrigin held = origins.get(known);
    if (held == null) {
      throw new IllegalArgumentException(
          "The origin must be in this keyring, but was " + known + "; pass one that was added");
    }
    held.forget();
  }

  /**
   * Closes this keyring: issues no more credentials, fails the calls that wait for one, and ends
   * the threads that the keyring started. An executor that was passed to the builder keeps running.
   * Calls to the keyring's origins fail with a {@link CredentialException} from now on.
   */
  @Override
  public void close() {
    executor.close();
  }

  /**
   * Returns the names of the headers that are set for each origin, as far as they are known: those
   * that its scheme declares, and those that it has set so far. An empty set means that the names
   * are unknown.
   */
  public Map<Origin, Set<String>> headerNames() {
    return origins.headerNames();
  }

  /** Returns a text with the origins, in the order in which they were added. */
  @Override
  public String toString() {
    return "Keyring" + origins.all();
  }

  /** Settings of a {@link Keyring}. Not thread-safe. */
  public static final class Builder {
    private final Map<Origin, AuthScheme> schemes = new LinkedHashMap<>();
    private LongSupplier nanos = System::nanoTime;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private @Nullable Clock clock;
    private @Nullable List<KeyringListener> listeners;
    private @Nullable Executor executor;
    private @Nullable Long maximumCredentials;
    private @Nullable Duration issueTimeout;
    private BiFunction<Runnable, Duration, Future<?>> timer = KeyringTimer::scheduleBlocking;

    private Builder() {}

    /**
     * Adds an origin, such as {@code https://api.example.com}, whose requests a scheme
     * authenticates.
     *
     * @throws IllegalArgumentException if it is not an origin (for example, it has a path), was
     *     added before, or is plain {@code http} to another machine
     */
    public Builder add(String origin, AuthScheme scheme) {
      return add(Origin.only(origin), scheme, false);
    }

    /**
     * Adds an origin whose requests a scheme authenticates.
     *
     * @throws IllegalArgumentException if it was added before, is plain {@code http} to another
     *     machine, or has a wildcard
     */
    public Builder add(Origin origin, AuthScheme scheme) {
      return add(requireNonNull(origin, "origin"), scheme, false);
    }

    /**
     * Adds several origins of one vendor whose requests one scheme authenticates. A redirect from
     * one of them to another gets a credential too.
     *
     * @throws IllegalArgumentException as {@link #add(String, AuthScheme)} does, and if there is no
     *     origin
     */
    public Builder add(AuthScheme scheme, String... origins) {
      if (origins.length == 0) {
        throw new IllegalArgumentException("add must have at least one origin, but had none");
      }
      for (String origin : origins) {
        add(origin, scheme);
      }
      return this;
    }

    /**
     * Adds an origin as {@link #add(String, AuthScheme)} does, even if credentials then cross a
     * network in plain text. For networks that protect them by other means, such as a service mesh.
     *
     * @throws IllegalArgumentException if it is not an origin, or was added before
     */
    public Builder addInsecure(String origin, AuthScheme scheme) {
      return add(Origin.only(origin), scheme, true);
    }

    private Builder add(Origin origin, AuthScheme scheme, boolean insecure) {
      requireNonNull(scheme, "scheme");
      if (origin.host().indexOf('*') >= 0) {
        throw new IllegalArgumentException(
            "An origin must not have a wildcard; add each host, such as https://api.example.com");
      }
      if (origin.scheme().equals("http") && !origin.isLoopback() && !insecure) {
        throw new IllegalArgumentException(
            "Credentials for "
                + origin
                + " must not cross the network in plain text; use https, or"
                + " addInsecure if the network protects them");
      }
      if (schemes.putIfAbsent(origin, scheme) != null) {
        throw new IllegalArgumentException(
            "The origin " + origin + " must be added only once, but was added before");
      }
      return this;
    }

    /**
     * Sets the clock by which credentials are dated and expire. Default: the system clock, which is
     * also used if the clock throws.
     *
     * @throws IllegalArgumentException if it is set twice
     */
    public Builder clock(Clock clock) {
      this.clock = once("clock", this.clock, clock);
      return this;
    }

    /**
     * Sets the listeners for events, which are notified in this order. An exception from one does
     * not affect the others. Default: none.
     *
     * @throws IllegalArgumentException if they are set twice
     */
    public Builder listener(KeyringListener... listeners) {
      for (KeyringListener listener : listeners) {
        requireNonNull(listener, "listener");
      }
      this.listeners = once("listener", this.listeners, List.of(listeners));
      return this;
    }

    /**
     * Sets the executor that renews credentials in the background and runs schemes that may block.
     * Default: up to 64 daemon threads, which inherit nothing from the caller and end when idle;
     * further tasks wait. It must not run tasks on the calling thread if a scheme blocks, and no
     * task on it may wait for a call to the keyring's origins, unless there is a free thread.
     *
     * <p>On Java 21 and newer, {@code Executors.newVirtualThreadPerTaskExecutor()} suits schemes
     * that block for long.
     *
     * @throws IllegalArgumentException if it is set twice
     */
    public Builder executor(Executor executor) {
      this.executor = once("executor", this.executor, executor);
      return this;
    }

    /**
     * Sets the maximum number of cached credentials that depend on the request (on its path, for
     * example). Default: 10,000. The least used are dropped first.
     *
     * @throws IllegalArgumentException if it is less than 1, or set twice
     */
    public Builder maximumCredentials(long maximum) {
      if (maximum < 1) {
        throw new IllegalArgumentException(
            "maximumCredentials must be at least 1, but was " + maximum);
      }
      this.maximumCredentials = once("maximumCredentials", this.maximumCredentials, maximum);
      return this;
    }

    /**
     * Sets the time limit for a scheme to issue a credential. Default: 30 seconds. After that, the
     * issue counts as failed: its waiters get a {@link CredentialException}, and the keyring backs
     * off before it calls the scheme again.
     *
     * @throws IllegalArgumentException if it is not positive, or set twice
     */
    public Builder issueTimeout(Duration timeout) {
      if (requireNonNull(timeout, "issueTimeout").isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("issueTimeout must be positive, but was " + timeout);
      }
      this.issueTimeout = once("issueTimeout", this.issueTimeout, timeout);
      return this;
    }

    private static <T> T once(String setting, @Nullable T before, T value) {
      requireNonNull(value, setting);
      if (before != null) {
        throw new IllegalArgumentException(setting + " must be set only once, but was set twice");
      }
      return value;
    }

    /** Sets the monotonic clock and the source of jitter in [0, 1), for tests of timing. */
    Builder timing(LongSupplier nanos, DoubleSupplier random) {
      this.nanos = nanos;
      this.random = random;
      return this;
    }

    /** Sets the timer that runs a task later, for tests of timing. */
    Builder timer(BiFunction<Runnable, Duration, Future<?>> timer) {
      this.timer = timer;
      return this;
    }

    /** Returns a new keyring with these settings. */
    public Keyring build() {
      return new Keyring(this);
    }
  }
}
