package dev.latchkey.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
      List.of(
          "latchkey", "caffeine", "caffeine-async", "google", "aws-one-caller", "aws-non-blocking");

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
    CachedCredential[] calm = credentials(contender, Caches.Terms.HOUR, new Issuer(ISSUE, false));
    Issuer issuer = new Issuer(ISSUE, false);
    CachedCredential[] busy = credentials(contender, SHORT, issuer);
    read(calm, nanos / 2);
    read(busy, nanos / 2);
    List<Double> calm999 = new ArrayList<>();
    List<Double> busy999 = new ArrayList<>();
    List<Double> ratio = new ArrayList<>();
    List<Double> calmMax = new ArrayList<>();
    List<Double> busyMax = new ArrayList<>();
    int before = issuer.issues();
    for (int i = 0; i < rounds; i++) {
      Histogram without = read(calm, nanos);
      // What expired meanwhile is fetched, so that renewals are all there is to see.
      read(busy, TimeUnit.MILLISECONDS.toNanos(300));
      Histogram with = read(busy, nanos);
      calm999.add((double) without.at(0.999));
      busy999.add((double) with.at(0.999));
      ratio.add((double) with.at(0.999) / without.at(0.999));
      calmMax.add((double) without.max());
      busyMax.add((double) with.max());
    }
    var row = results.row().put("contender", contender);
    row.put("renewals", issuer.issues() - before);
    Results.put(row, "p999WithoutNanos", Quartiles.rangeOf(calm999));
    Results.put(row, "p999WithNanos", Quartiles.rangeOf(busy999));
    Results.put(row, "p999Ratio", Quartiles.rangeOf(ratio));
    Results.put(row, "longestWithoutNanos", Quartiles.rangeOf(calmMax));
    Results.put(row, "longestWithNanos", Quartiles.rangeOf(busyMax));
    System.out.printf(
        "%-16s %d renewals, p99.9 %s ns with, %s ns without, longest %s ns with, %s ns without%n",
        contender,
        issuer.issues() - before,
        Quartiles.rangeOf(busy999),
        Quartiles.rangeOf(calm999),
        Quartiles.rangeOf(busyMax),
        Quartiles.rangeOf(calmMax));
  }

  private static CachedCredential[] credentials(String contender, Caches.Terms terms, Issuer issuer)
      throws Exception {
    CachedCredential[] credentials = new CachedCredential[CREDENTIALS];
    for (int i = 0; i < CREDENTIALS; i++) {
      credentials[i] = Caches.of(contender, issuer, terms);
      credentials[i].get(0);
    }
    return credentials;
  }

  private static Histogram read(CachedCredential[] credentials, long nanos) throws Exception {
    Histogram latencies = new Histogram();
    long start = System.nanoTime();
    long before = start;
    for (int turn = 0; before - start < nanos; turn++) {
      EqualWork.check(credentials[turn % CREDENTIALS].get(turn) != null, "credential");
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
    return latencies;
  }
}
