package dev.latchkey;

import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the keyrings of a test. By default they run everything on the calling thread, and their
 * clock is moved by hand, their jitter constant and their events written down.
 */
final class TestKeyring {
  /** The origin of {@link #keyring}. */
  static final String ORIGIN = "https://api.test";

  static final URI URL = URI.create(ORIGIN + "/");

  final ManualClock clock;
  final Events events = new Events();
  final ByHand byHand = new ByHand();

  /** Goes by the clock. Keyrings use it if their builder is given it. */
  final TestTimer timer;

  private DoubleSupplier jitter = () -> 0.5;
  private @Nullable Executor executor = Runnable::run;
  private @Nullable KeyringListener listener = events;

  TestKeyring() {
    this("2026-01-01T00:00:00Z");
  }

  /** Starts the clock at another instant. */
  TestKeyring(String start) {
    clock = ManualClock.at(start);
    timer = new TestTimer(clock);
  }

  /** Sets the random numbers, from 0 to less than 1. */
  TestKeyring jitter(DoubleSupplier jitter) {
    this.jitter = jitter;
    return this;
  }

  TestKeyring executor(Executor executor) {
    this.executor = executor;
    return this;
  }

  /** Runs what is not for the calling thread when the test says so. */
  TestKeyring byHand() {
    return executor(byHand);
  }

  /** Runs what is not for the calling thread on the threads of the keyring. */
  TestKeyring ownThreads() {
    executor = null;
    return this;
  }

  TestKeyring listener(KeyringListener listener) {
    this.listener = listener;
    return this;
  }

  TestKeyring withoutListener() {
    listener = null;
    return this;
  }

  Keyring.Builder builder() {
    Keyring.Builder builder = Keyring.builder().clock(clock).timing(clock.nanos(), jitter);
    if (executor != null) {
      builder.executor(executor);
    }
    if (listener != null) {
      builder.listener(listener);
    }
    return builder;
  }

  /** Returns a keyring that has a scheme for {@link #ORIGIN}. */
  Keyring keyring(AuthScheme scheme) {
    return builder().add(ORIGIN, scheme).build();
  }

  /** Returns the first call of a keyring that has a scheme for {@link #ORIGIN}. */
  TestCall call(AuthScheme scheme) {
    return new TestCall(keyring(scheme));
  }

  /** Returns {@link #ORIGIN} as a keyring has it. */
  KeyringOrigin origin(AuthScheme scheme) {
    return Objects.requireNonNull(keyring(scheme).origins.get(URL));
  }

  /** Returns the header that tells the time of a server whose clock is ahead of ours. */
  Map<String, String> date(Duration ahead) {
    return Map.of(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().plus(ahead).atOffset(ZoneOffset.UTC)));
  }
}
