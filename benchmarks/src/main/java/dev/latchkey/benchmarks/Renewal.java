package dev.latchkey.benchmarks;

import dev.latchkey.benchmarks.Caches.Issuer;
import dev.latchkey.benchmarks.ContenderBenchmark.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/**
 * What one reader feels of renewals that take 50 ms: its latency with renewals and without, in
 * turn.
 *
 * <p>The reader turns among four credentials, each of which lives for a second and is renewed after
 * three quarters of it (Latchkey: after 0.7 to 0.8), so that there is a renewal about every 190 ms.
 * One alone cannot be renewed that often by Latchkey's rules, which want the issue to be shorter
 * than a tenth of a life.
 *
 * <p>Arguments: rounds, milliseconds of each measurement, and a file for the results.
 */
public final class Renewal {
  private static final Duration ISSUE = Duration.ofMillis(50);
  private static final int CREDENTIALS = 4;
  private static final Caches.Terms SHORT =
      new Caches.Terms(Duration.ofSeconds(1), Duration.ofMillis(750));

  private static final List<String> CONTENDERS =
      List.of("latchkey", "caffeine", "google", "aws-one-caller");

  private Renewal() {}

  /** Runs all rounds. */
  public static void main(String[] args) throws Exception {
    // Caffeine tells of each failure and each slow load.
    LogManager.getLogManager().reset();
    int rounds = Integer.parseInt(args[0]);
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
    Results results = new Results();
    for (String contender : CONTENDERS) {
      measure(contender, rounds, nanos, results);
    }
    results.write(Path.of(args[2]));
    System.exit(0);
  }

  private static void measure(String contender, int rounds, long nanos, Results results)
      throws Exception {
    Work[] calm = credentials(contender, Caches.Terms.HOUR, new Issuer(ISSUE, false));
    Issuer issuer = new Issuer(ISSUE, false);
    Work[] busy = credentials(contender, SHORT, issuer);
    read(calm, nanos / 2);
    read(busy, nanos / 2);
    for (int i = 0; i < rounds; i++) {
      Latencies without = read(calm, nanos);
      // What expired meanwhile is fetched, so that renewals are all there is to see.
      read(busy, TimeUnit.MILLISECONDS.toNanos(300));
      Latencies with = read(busy, nanos);
      results.add(contender + " p99.9 without", (double) without.p999());
      results.add(contender + " p99.9 with", (double) with.p999());
      results.add(contender + " ratio", (double) with.p999() / without.p999());
      results.add(contender + " longest without", without.longest / 1e6);
      results.add(contender + " longest with", with.longest / 1e6);
    }
  }

  private static Work[] credentials(String contender, Caches.Terms terms, Issuer issuer)
      throws Exception {
    Work[] credentials = new Work[CREDENTIALS];
    for (int i = 0; i < CREDENTIALS; i++) {
      credentials[i] = Caches.of(contender, issuer, terms);
      credentials[i].run(0);
    }
    return credentials;
  }

  private static Latencies read(Work[] credentials, long nanos) throws Exception {
    Latencies latencies = new Latencies();
    long start = System.nanoTime();
    long before = start;
    for (int turn = 0; before - start < nanos; turn++) {
      EqualWork.check(credentials[turn % CREDENTIALS].run(turn) != null, "credential");
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
    return latencies;
  }

  /** Latencies, counted by the nanosecond up to a millisecond: counting costs the same for each. */
  private static final class Latencies {
    private final int[] counts = new int[1 << 20];
    private long total;
    private long longest;

    void add(long nanos) {
      counts[(int) Math.min(nanos, counts.length - 1)]++;
      total++;
      longest = Math.max(longest, nanos);
    }

    /** Returns the latency that 99.9 % do not exceed. */
    long p999() {
      long longer = 0;
      int nanos = counts.length;
      while (longer <= total / 1000 && nanos > 0) {
        nanos--;
        longer += counts[nanos];
      }
      return nanos;
    }
  }
}
