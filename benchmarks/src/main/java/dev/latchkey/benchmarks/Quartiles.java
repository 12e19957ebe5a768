package dev.latchkey.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/**
 * The middle of some measurements, and how far they are apart.
 *
 * @param low the first quartile, or the least
 * @param high the third quartile, or the greatest
 */
record Quartiles(double low, double median, double high) {
  static Quartiles of(Collection<Double> values) {
    double[] sorted = sorted(values);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  /** With the extremes in place of the quartiles, where there are only a few. */
  static Quartiles rangeOf(Collection<Double> values) {
    double[] sorted = sorted(values);
    return new Quartiles(at(sorted, 0), at(sorted, 0.5), at(sorted, 1));
  }

  /** Ratios as how many percent more than one they are. */
  Quartiles percentMore() {
    return new Quartiles((low - 1) * 100, (median - 1) * 100, (high - 1) * 100);
  }

  /** The same in another unit. */
  Quartiles times(double factor) {
    return new Quartiles(low * factor, median * factor, high * factor);
  }

  @Override
  public String toString() {
    return String.format("%.4g (%.4g to %.4g)", median, low, high);
  }

  private static double[] sorted(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static double at(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double index = share * (sorted.length - 1);
    int below = (int) index;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (index - below) * (sorted[above] - sorted[below]);
  }
}
