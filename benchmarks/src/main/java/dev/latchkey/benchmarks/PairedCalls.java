package dev.latchkey.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whole calls over loopback, one variant against another, in one JVM: in each round every variant
 * has a block of calls, in random order, so that a busy machine is busy for all. Not a JMH
 * benchmark, which would give each variant a JVM and a time of its own; a few percent would be lost
 * in that.
 *
 * <p>In each round the ratios of CPU time (of all Java threads, the server's included) and of wall
 * time are taken; the result is their median and quartiles over the rounds.
 *
 * <p>Arguments: {@code okhttp} or {@code jdk}, rounds, calls in a block, file for the results.
 */
public final class PairedCalls {
  /** A base compared with itself, which tells what a difference is worth. */
  private static final String AGAIN = " again";

  /** A base, and what is compared with it. */
  private record Pair(String base, String variant) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("none", "none" + AGAIN),
          new Pair("none", "by-hand"),
          new Pair("none", "latchkey-cached"),
          new Pair("none", "latchkey-remembered"),
          new Pair("none", "latchkey-hs256"),
          new Pair("none", "java-jwt"),
          new Pair("by-hand", "by-hand" + AGAIN),
          new Pair("by-hand", "interceptor"),
          new Pair("by-hand", "two-interceptors"),
          new Pair("by-hand", "latchkey-cached"));

  /** Of each variant. */
  private static final int WARM_UP_CALLS = 10_000;

  /** One call, answered and read. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  private record Cost(long cpuNanos, long wallNanos) {}

  private final Map<String, Call> calls;
  private final int callsPerBlock;

  private PairedCalls(Map<String, Call> calls, int callsPerBlock) {
    this.calls = calls;
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
      PairedCalls paired = new PairedCalls(calls, Integer.parseInt(args[2]));
      paired.warmUp();
      List<Map<String, Cost>> rounds = new ArrayList<>();
      for (int i = Integer.parseInt(args[1]); i > 0; i--) {
        rounds.add(paired.round());
      }
      for (Pair pair : PAIRS) {
        if (rounds.get(0).containsKey(pair.variant)) {
          paired.report(client, pair, rounds, results);
        }
      }
    }
    results.write(Path.of(args[3]));
    // The clients' threads are not daemons.
    System.exit(0);
  }

  /** All of them in turn, so that none finds code that was compiled for another alone. */
  private void warmUp() throws Exception {
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      for (Call call : calls.values()) {
        call.run();
      }
    }
  }

  private Map<String, Cost> round() throws Exception {
    List<String> order = new ArrayList<>(calls.keySet());
    PAIRS.stream().map(pair -> pair.base + AGAIN).distinct().forEach(order::add);
    Collections.shuffle(order);
    Map<String, Cost> costs = new HashMap<>();
    for (String variant : order) {
      costs.put(variant, block(get(calls, variant.replace(AGAIN, ""))));
    }
    return costs;
  }

  private Cost block(Call call) throws Exception {
    long cpu = ThreadCpu.nanos();
    long start = System.nanoTime();
    for (int i = 0; i < callsPerBlock; i++) {
      call.run();
    }
    long wall = System.nanoTime() - start;
    return new Cost(ThreadCpu.nanos() - cpu, wall);
  }

  private void report(String client, Pair pair, List<Map<String, Cost>> rounds, Results results) {
    List<Double> cpu = new ArrayList<>();
    List<Double> wall = new ArrayList<>();
    List<Double> base = new ArrayList<>();
    for (Map<String, Cost> round : rounds) {
      Cost of = get(round, pair.base);
      Cost with = get(round, pair.variant);
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

  private static <T> T get(Map<String, T> map, String variant) {
    return Objects.requireNonNull(map.get(variant), variant);
  }
}
