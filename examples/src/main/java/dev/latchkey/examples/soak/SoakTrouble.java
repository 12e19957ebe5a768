package dev.latchkey.examples.soak;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The failures of an issuer, and whether a keyring may be waiting to ask it again. */
final class SoakTrouble {
  /** How long what an issuer says may be on its way to the calls that wait for it. */
  static final long ON_ITS_WAY = Duration.ofSeconds(1).toNanos();

  private final AtomicLong failures = new AtomicLong();
  private volatile long lastFailure = System.nanoTime() - 2 * ON_ITS_WAY;
  private volatile boolean lasts;

  void failed() {
    failures.incrementAndGet();
    lastFailure = System.nanoTime();
  }

  void begins() {
    lasts = true;
  }

  void ends() {
    lasts = false;
  }

  long failures() {
    return failures.get();
  }

  /** Starts to watch; the result tells whether the issuer failed a moment before or since. */
  BooleanSupplier watch() {
    boolean lasted = lasts;
    long began = System.nanoTime();
    return () -> lasted || lasts || lastFailure > began - ON_ITS_WAY;
  }
}
