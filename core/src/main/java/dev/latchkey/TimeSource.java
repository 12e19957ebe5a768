package dev.latchkey;

import java.time.Clock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The two clocks and the dice of a keyring.
 *
 * @param wall tells dates, and may be set
 * @param nanos tells how much time went by, and may stand still while a machine is suspended
 * @param random uniform in [0, 1)
 */
record TimeSource(Clock wall, LongSupplier nanos, DoubleSupplier random) {
  long millis() {
    return wall.millis();
  }
}
