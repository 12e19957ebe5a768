package dev.latchkey.examples;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The failures of an issuer, and whether a keyring may be waiting to ask it again. */
final class SoakTrouble {
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean lasts;

  void failed() {
    failures.incrementAndGet();
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

  /** Starts to watch; the result tells whether the issuer failed before or since. */
  BooleanSupplier watch() {
    boolean lasted = lasts;
    long before = failures.get();
    return () -> lasted || lasts || failures.get() > before;
  }
}
