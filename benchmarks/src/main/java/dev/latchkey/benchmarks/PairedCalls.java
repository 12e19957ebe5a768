package dev.latchkey.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Whole calls over loopback, one variant against another, in one JVM: in each round every variant
 * has a block of calls, in random order, so that a busy machine is busy for all. Not a JMH
 * benchmark, which would give each variant a JVM and a time of its own; a few percent would be lost
 * in that.
 *
 * <p>In each round the ratios of CPU time (of all Java threads, the server's included) and of wall
 * time are taken.
 *
 * <p>Arguments: {@code okhttp} or {@code jdk}, rounds, calls in a block, file for the results.
 */
public final class PairedCalls {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A base compared with itself, which tells what a difference is worth. */
  private static final String AGAIN = "-again";

  /** What is compared with a base. */
  private static final Map<String, List<String>> VARIANTS =
      new TreeMap<>(
          Map.of(
              "none",
              List.of("none-again", "by-hand", "latchkey-cached", "latchkey-hs256", "java-jwt"),
              "by-hand",
              List.of("by-hand-again", "interceptor", "two-interceptors", "latchkey-cached")));

  /** Of each variant. */
  private static final int WARM_UP_CALLS = 10_000;

  /** One call, answered and read. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  private record Cost(double cpu, double wall) {}

  private PairedCalls() {}

  /** Runs all pairs of one client. */
  public static void main(String[] args) throws Exception {
    int callsPerBlock = Integer.parseInt(args[2]);
    Results results = new Results();
    try (LoopbackServer server = new LoopbackServer()) {
      CallVariants variants = new CallVariants(server);
      Map<String, Call> calls = args[0].equals("okhttp") ? variants.okHttp() : variants.jdk();
      variants.check(calls);
      VARIANTS.keySet().forEach(base -> calls.put(base + AGAIN, get(calls, base)));
      // All of them in turn, so that none finds code that was compiled for another alone.
      for (int i = 0; i < WARM_UP_CALLS; i++) {
        for (Call call : calls.values()) {
          call.run();
        }
      }
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        round(args[0], calls, callsPerBlock, results);
      }
    }
    results.write(Path.of(args[3]));
    // The clients' threads are not daemons.
    System.exit(0);
  }

  private static void round(
      String client, Map<String, Call> calls, int callsPerBlock, Results results) throws Exception {
    List<String> order = new ArrayList<>(calls.keySet());
    Collections.shuffle(order);
    Map<String, Cost> costs = new HashMap<>();
    for (String variant : order) {
      costs.put(variant, block(get(calls, variant), callsPerBlock));
    }
    VARIANTS.forEach(
        (base, variants) -> {
          Cost without = get(costs, base);
          for (String variant : variants) {
            Cost with = costs.get(variant);
            if (with != null) {
              String name = client + " " + base + " " + variant;
              results.add(name + " base", without.cpu / callsPerBlock / 1000);
              results.add(name + " cpu", 100 * with.cpu / without.cpu - 100);
              results.add(name + " wall", 100 * with.wall / without.wall - 100);
            }
          }
        });
  }

  private static Cost block(Call call, int calls) throws Exception {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    long wall = System.nanoTime() - start;
    return new Cost((double) (cpuNanos() - cpu), (double) wall);
  }

  /**
   * Returns the CPU time of all Java threads that are alive. It is finer than that of the process,
   * which is counted in hundredths of a second, and without that of compiler and collector, whose
   * work falls to whichever block is under way.
   */
  private static long cpuNanos() {
    return Arrays.stream(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()))
        .filter(nanos -> nanos > 0)
        .sum();
  }

  private static <T> T get(Map<String, T> map, String variant) {
    return Objects.requireNonNull(map.get(variant), variant);
  }
}
