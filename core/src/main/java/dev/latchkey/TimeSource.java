package dev.latchkey;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The two clocks of a keyring, and its source of jitter. Thread-safe.
 *
 * @param wall the clock for dates, which may be set
 * @param nanos the monotonic clock for durations, which may stop while the machine is suspended
 * @param random returns numbers that are uniform in [0, 1)
 * @param isFailureLogged whether an exception of the wall clock was logged
 * @param aloneMillis for how many milliseconds the wall clock is read alone after both were, see
 *     {@link CachedCredential#isFresh}; 0 if it may stand still, as a user's clock in tests does
 */
record TimeSource(
    Clock wall,
    LongSupplier nanos,
    DoubleSupplier random,
    AtomicBoolean isFailureLogged,
    long aloneMillis) {
  /** Short beside any lifetime, and long enough that nearly all of many calls read one clock. */
  static final long ALONE_MILLIS = 50;

  private static final Clock SYSTEM = Clock.systemUTC();

  TimeSource(Clock wall, LongSupplier nanos, DoubleSupplier random) {
    this(wall, nanos, random, wall.getClass() == SYSTEM.getClass() ? ALONE_MILLIS : 0);
  }

  TimeSource(Clock wall, LongSupplier nanos, DoubleSupplier random, long aloneMillis) {
    this(wall, nanos, random, new AtomicBoolean(), aloneMillis);
  }

  static TimeSource of(Clock wall) {
    return new TimeSource(wall, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Returns the wall clock's time in milliseconds since the epoch. If a user's clock throws,
   * returns the system's time, so that no call and no waiter of an issue fails because of it.
   */
  long millis() {
    try {
      return wall.millis();
    } catch (Throwable e) {
      if (isFailureLogged.compareAndSet(false, true)) {
        // The class only: the message of a foreign exception may hold a secret.
        SafeListener.logger()
            .log(
                Level.WARNING,
                "The keyring goes on by the system clock, because the clock {0} threw {1}",
                wall.getClass(),
                e.getClass());
      }
      return SYSTEM.millis();
    }
  }
}
