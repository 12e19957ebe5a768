package dev.latchkey.benchmarks;

/**
 * Latencies, counted in buckets that are 1/32 of their value wide, so that counting costs the same
 * few nanoseconds for each.
 */
final class Histogram {
  private static final int STEPS = 32;
  private static final int STEP_BITS = 5;

  private final long[] counts = new long[64 * STEPS];
  private long total;
  private long max;

  void add(long nanos) {
    counts[bucket(nanos)]++;
    total++;
    max = Math.max(max, nanos);
  }

  long max() {
    return max;
  }

  /** The latency that this share of all does not exceed, rounded up to its bucket's end. */
  long at(double share) {
    long wanted = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return Math.min(end(i), max);
      }
    }
    return max;
  }

  private static int bucket(long nanos) {
    if (nanos < STEPS) {
      return (int) Math.max(nanos, 0);
    }
    int shift = 63 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
  }

  private static long end(int bucket) {
    int shift = bucket / STEPS - 1;
    return shift < 0 ? bucket : ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
  }
}
