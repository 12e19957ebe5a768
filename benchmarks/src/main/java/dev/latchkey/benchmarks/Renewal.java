package dev.latchkey.benchmarks;

import dev.latchkey.AuthScheme;
import dev.latchkey.JwtScheme;
import dev.latchkey.SigningKey;
import dev.latchkey.benchmarks.Caches.Issuer;
import dev.latchkey.benchmarks.ContenderBenchmark.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/**
 * What callers feel of renewals that take 50 ms: their latencies with renewals and without, by
 * turns.
 *
 * <p>They turn among four credentials, each of which lives for a second and is renewed after three
 * quarters of it (Latchkey: after 0.7 to 0.8), so that there is a renewal about every 190 ms. One
 * alone cannot be renewed that often by Latchkey's rules, which want the issue to be shorter than a
 * tenth of a life.
 *
 * <p>With {@code reader} one thread reads credentials. With {@code okhttp} or {@code jdk} 64
 * threads make whole calls over loopback, to four origins, with JWTs that each have a new key.
 *
 * <p>Arguments: one of these; rounds; milliseconds of each measurement; a file for the results.
 */
public final class Renewal {
  private static final int CREDENTIALS = 4;
  private static final long BEFORE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final Caches.Terms SHORT =
      new Caches.Terms(Duration.ofSeconds(1), Duration.ofMillis(750));

  private static final List<String> CACHES =
      List.of("latchkey", "caffeine", "google", "aws-one-caller");

  private Renewal() {}

  /** Runs all rounds. */
  public static void main(String[] args) throws Exception {
    // Caffeine tells of each failure and each slow load.
    LogManager.getLogManager().reset();
    boolean reader = args[0].equals("reader");
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
    Results results = new Results();
    for (String contender : reader ? CACHES : List.of(args[0])) {
      measure(contender, reader ? 1 : 64, Integer.parseInt(args[1]), nanos, results);
    }
    results.writeAndExit(args[3]);
  }

  private static void measure(
      String contender, int threads, int rounds, long nanos, Results results) throws Exception {
    Issuer issuer = new Issuer(false);
    Work[] calm = work(contender, Caches.Terms.HOUR, new Issuer(false));
    Work[] busy = work(contender, SHORT, issuer);
    for (int i = 0; i < rounds; i++) {
      // What expired meanwhile is fetched before, so that renewals are all there is to see.
      run(calm, threads, BEFORE_NANOS);
      Latencies without = run(calm, threads, nanos);
      run(busy, threads, BEFORE_NANOS);
      int issues = issuer.issues.get();
      Latencies with = run(busy, threads, nanos);
      results.add(contender + " issues", (issuer.issues.get() - issues) * 1e9 / nanos);
      results.add(contender + " p99.9 without", without.at(0.999) / 1e3);
      results.add(contender + " p99.9 with", with.at(0.999) / 1e3);
      results.add(contender + " longest without", without.at(1) / 1e6);
      results.add(contender + " longest with", with.at(1) / 1e6);
    }
  }

  private static Work[] work(String contender, Caches.Terms terms, Issuer issuer) throws Exception {
    Work[] work = new Work[CREDENTIALS];
    for (int i = 0; i < CREDENTIALS; i++) {
      if (CACHES.contains(contender)) {
        work[i] = Caches.of(contender, issuer, terms);
      } else {
        CallVariants variants = new CallVariants();
        work[i] = variants.authenticated(contender, rotating(issuer, terms));
        EqualWork.check(variants.authorization(work[i]).startsWith("Bearer ey"), "token");
      }
      work[i].run(0);
    }
    return work;
  }

  /** A scheme whose key is another each time, and comes in the time of an issue. */
  private static AuthScheme rotating(Issuer issuer, Caches.Terms terms) {
    return JwtScheme.signedWith(
            () -> {
              Caches.unchecked(issuer);
              return SigningKey.hs256(Signers.secret());
            })
        .lifetime(Caches.Terms.HOUR.life())
        .reusedFor(terms.life())
        .build();
  }

  private static Latencies run(Work[] work, int threads, long nanos) throws Exception {
    List<FutureTask<Latencies>> tasks =
        Stream.generate(() -> new FutureTask<>(() -> repeat(work, nanos))).limit(threads).toList();
    tasks.forEach(task -> new Thread(task).start());
    Latencies all = new Latencies();
    for (FutureTask<Latencies> task : tasks) {
      all.add(task.get());
    }
    return all;
  }

  private static Latencies repeat(Work[] work, long nanos) throws Exception {
    Latencies latencies = new Latencies();
    long start = System.nanoTime();
    long before = start;
    for (int turn = 0; before - start < nanos; turn++) {
      EqualWork.check(work[turn % CREDENTIALS].run(turn) != null, "credential");
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
    return latencies;
  }

  /** Latencies, counted to a hundredth of themselves: counting costs the same for each. */
  private static final class Latencies {
    private static final int STEPS = 128;

    private final int[] counts = new int[64 * STEPS];

    void add(long nanos) {
      int shift = Math.max(0, 56 - Long.numberOfLeadingZeros(nanos));
      counts[shift * STEPS + (int) (nanos >> shift)]++;
    }

    void add(Latencies others) {
      Arrays.setAll(counts, i -> counts[i] + others.counts[i]);
    }

    /** Returns the latency in nanoseconds that a share of all do not exceed. */
    double at(double share) {
      long longer = (long) ((1 - share) * Arrays.stream(counts).asLongStream().sum());
      int i = counts.length - 1;
      for (long left = longer - counts[i]; left >= 0; left -= counts[i]) {
        i--;
      }
      int shift = Math.max(0, i / STEPS - 1);
      return (long) (i - shift * STEPS) << shift;
    }
  }
}
