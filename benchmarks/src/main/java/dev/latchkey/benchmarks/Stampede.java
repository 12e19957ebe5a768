package dev.latchkey.benchmarks;

import dev.latchkey.benchmarks.Caches.Issuer;
import dev.latchkey.benchmarks.ContenderBenchmark.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.logging.LogManager;

/**
 * Many threads at once at a cache that has nothing, while the issue takes 50 ms: how often is the
 * token issued, and when has the last thread its answer, counted from when they were let go? With
 * 1,000 threads, 10,000 virtual ones where there are any, and 100 where the issue fails.
 *
 * <p>Arguments: {@code platform}, {@code failing} or {@code virtual}; trials; a file for the
 * results.
 */
public final class Stampede {
  /** Of each contender; where the issue fails, one trial of some takes longer than that. */
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(2);

  private static final List<String> CONTENDERS =
      List.of(
          "latchkey latchkey-call caffeine google aws-one-caller azure-sync azure-async unguarded"
              .split(" "));

  private record Kind(String name, int threads, boolean fails, ThreadFactory factory) {}

  private Stampede() {}

  /** Runs all trials. */
  public static void main(String[] args) throws Exception {
    // Caffeine tells of each failure and each slow load.
    LogManager.getLogManager().reset();
    Kind kind =
        switch (args[0]) {
          case "platform" -> new Kind("1,000 threads", 1000, false, Stampede::daemon);
          case "failing" -> new Kind("100 threads, failing", 100, true, Stampede::daemon);
          default -> new Kind("10,000 virtual threads", 10_000, false, virtualThreads());
        };
    Results results = new Results();
    // For the classes and the compiler, as in a service that has run until its token expired.
    for (String contender : CONTENDERS) {
      long start = System.nanoTime();
      for (int i = 0; i < 10 && System.nanoTime() - start < LONGEST_WARM_UP.toNanos(); i++) {
        trial(kind, contender, new Results());
      }
    }
    for (String contender : CONTENDERS) {
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        trial(kind, contender, results);
      }
    }
    results.writeAndExit(args[2]);
  }

  private static void trial(Kind kind, String contender, Results results) throws Exception {
    Issuer issuer = new Issuer(kind.fails);
    Work cache = Caches.of(contender, issuer, Caches.Terms.HOUR);
    CountDownLatch ready = new CountDownLatch(kind.threads);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(kind.threads);
    long[] answered = new long[kind.threads];
    boolean[] failed = new boolean[kind.threads];
    for (int i = 0; i < kind.threads; i++) {
      int caller = i;
      Runnable call =
          () -> {
            ready.countDown();
            try {
              go.await();
              cache.run(0);
            } catch (Exception e) {
              failed[caller] = true;
            }
            answered[caller] = System.nanoTime();
            done.countDown();
          };
      kind.factory.newThread(call).start();
    }
    ready.await();
    long start = System.nanoTime();
    go.countDown();
    done.await();
    long last = 0;
    for (int i = 0; i < kind.threads; i++) {
      EqualWork.check(failed[i] == kind.fails, contender + " has answers of the wrong kind");
      last = Math.max(last, answered[i] - start);
    }
    String name = kind.name + " " + contender;
    results.add(name + " issues", issuer.issues.get());
    results.add(name + " last", (double) last / Issuer.TIME.toNanos());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(null, task, "caller", 128 * 1024);
    thread.setDaemon(true);
    return thread;
  }

  /** By reflection, for this is compiled for Java 17. */
  private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (ThreadFactory)
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
  }
}
