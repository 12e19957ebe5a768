package dev.latchkey.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whole calls over loopback, one variant against another: blocks of calls of either in random
 * order, in one JVM, so that a busy machine is busy for both. Not a JMH benchmark, which would give
 * each variant a JVM and a time of its own; a few percent would be lost in that.
 *
 * <p>For each pair of blocks the ratios of CPU time (of all Java threads, the server's included)
 * and of wall time are taken; the result is their median and quartiles.
 *
 * <p>Arguments: {@code okhttp} or {@code jdk}, pairs of blocks, calls in a block, file for the
 * results.
 */
public final class PairedCalls {
  /** A base, and what is compared with it. */
  private record Pair(String base, String variant) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("none", "none"),
          new Pair("none", "by-hand"),
          new Pair("none", "latchkey-cached"),
          new Pair("none", "latchkey-remembered"),
          new Pair("none", "latchkey-hs256"),
          new Pair("none", "java-jwt"),
          new Pair("by-hand", "by-hand"),
          new Pair("by-hand", "interceptor"),
          new Pair("by-hand", "latchkey-cached"));

  /** One call, answered and read. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  private final Map<String, Call> calls;
  private final int blocks;
  private final int callsPerBlock;

  private PairedCalls(Map<String, Call> calls, int blocks, int callsPerBlock) {
    this.calls = calls;
    this.blocks = blocks;
    this.callsPerBlock = callsPerBlock;
  }

  /** Runs all pairs of one client. */
  public static void main(String[] args) throws Exception {
    String client = args[0];
    Results results = new Results();
    try (LoopbackServer server = new LoopbackServer()) {
      CallVariants variants = new CallVariants(server);
      Map<String, Call> calls = client.equals("okhttp") ? variants.okHttp() : variants.jdk();
      variants.check(calls);
      PairedCalls paired =
          new PairedCalls(calls, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      paired.warmUp();
      for (Pair pair : PAIRS) {
        paired.measure(client, pair, results);
      }
    }
    results.write(Path.of(args[3]));
    // The clients' threads are not daemons.
    System.exit(0);
  }

  /** All of them in turn, so that none finds code that was compiled for another alone. */
  private void warmUp() throws Exception {
    for (int i = 0; i < 10; i++) {
      for (String variant : calls.keySet()) {
        block(variant);
      }
    }
  }

  private void measure(String client, Pair pair, Results results) throws Exception {
    List<Double> cpu = new ArrayList<>();
    List<Double> wall = new ArrayList<>();
    List<Double> base = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      boolean baseFirst = ThreadLocalRandom.current().nextBoolean();
      Cost first = block(baseFirst ? pair.base : pair.variant);
      Cost second = block(baseFirst ? pair.variant : pair.base);
      Cost of = baseFirst ? first : second;
      Cost with = baseFirst ? second : first;
      cpu.add((double) with.cpuNanos / of.cpuNanos);
      wall.add((double) with.wallNanos / of.wallNanos);
      base.add((double) of.cpuNanos / callsPerBlock);
    }
    var row = results.row().put("client", client).put("base", pair.base);
    row.put("variant", pair.variant);
    Results.put(row, "cpu", Quartiles.of(cpu));
    Results.put(row, "wall", Quartiles.of(wall));
    Results.put(row, "baseCpuNanos", Quartiles.of(base));
    System.out.printf(
        "%-7s %-8s %-20s cpu %s, wall %s%n",
        client, pair.base, pair.variant, Quartiles.of(cpu), Quartiles.of(wall));
  }

  private record Cost(long cpuNanos, long wallNanos) {}

  private Cost block(String variant) throws Exception {
    Call call = calls.get(variant);
    if (call == null) {
      throw new IllegalArgumentException(variant);
    }
    long cpu = ThreadCpu.nanos();
    long start = System.nanoTime();
    for (int i = 0; i < callsPerBlock; i++) {
      call.run();
    }
    long wall = System.nanoTime() - start;
    return new Cost(ThreadCpu.nanos() - cpu, wall);
  }
}
