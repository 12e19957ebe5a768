package dev.latchkey;

import java.util.Random;
import org.junit.jupiter.api.TestReporter;

/** The seed of a random test, which is in its report. */
final class Seed {
  private Seed() {}

  /** Returns a new seed, or that of the system property latchkey.seed, which repeats a run. */
  static long of(TestReporter reporter) {
    long seed = Long.getLong("latchkey.seed", new Random().nextLong());
    reporter.publishEntry("latchkey.seed", Long.toString(seed));
    return seed;
  }
}
