package dev.latchkey.benchmarks;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One contender of a JMH benchmark and its floor in one JVM, by turns: a block of calls of either
 * in random order, and the ratio of the two, many times. JMH gives each a JVM of its own some
 * seconds apart, in which a shared machine may have become half as fast; here both have the same
 * tenth of a millisecond. What they do, and the check of it, is that of the JMH benchmark.
 *
 * <p>Arguments: calls in a block; class of the benchmark; contender; parameters as {@code
 * name=value}, separated by commas, or an empty text; rounds; a file for the result. Besides those
 * of the benchmark there are {@code floor}, if it is another contender than that, and {@code
 * threads}, which share the work.
 */
public final class ByTurns {
  /** Blocks of each; some ten times what the compiler waits for. */
  private static final int WARM_UP_BLOCKS = 300;

  private static final ExecutorService POOL = Executors.newCachedThreadPool();

  private ByTurns() {}

  /** Runs one comparison. */
  public static void main(String[] args) throws Exception {
    Map<String, String> parameters = new HashMap<>(Map.of("floor", "floor", "threads", "1"));
    for (String parameter : args[3].isEmpty() ? new String[0] : args[3].split(",", -1)) {
      String[] parts = parameter.split("=", 2);
      parameters.put(parts[0], parts[1]);
    }
    int calls = Integer.parseInt(args[0]);
    int threads = Integer.parseInt("" + parameters.remove("threads"));
    var floor = benchmark(args[1], "" + parameters.remove("floor"), parameters);
    var compared = benchmark(args[1], args[2], parameters);
    for (int i = 0; i < WARM_UP_BLOCKS; i++) {
      block(floor, calls, threads);
      block(compared, calls, threads);
    }
    Results results = new Results();
    for (int i = 0; i < Integer.parseInt(args[4]); i++) {
      boolean floorFirst = ThreadLocalRandom.current().nextBoolean();
      double first = block(floorFirst ? floor : compared, calls, threads);
      double second = block(floorFirst ? compared : floor, calls, threads);
      results.add(
          "%s %s %s".formatted(args[1], args[2], args[3]).strip(),
          floorFirst ? second / first : first / second);
    }
    results.writeAndExit(args[5]);
  }

  private static ContenderBenchmark benchmark(
      String name, String contender, Map<String, String> parameters) throws Exception {
    Class<?> type = Class.forName(ByTurns.class.getPackageName() + "." + name + "Benchmark");
    var benchmark = (ContenderBenchmark) type.getConstructor().newInstance();
    benchmark.contender = contender;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      type.getField(parameter.getKey()).set(benchmark, parameter.getValue());
    }
    benchmark.setUp();
    return benchmark;
  }

  /** Returns how long a block takes; of several threads, how long they take together. */
  private static double block(ContenderBenchmark work, int calls, int threads) throws Exception {
    if (threads == 1) {
      return block(work, calls);
    }
    // They do not begin at the same moment, so their blocks are longer than that.
    Callable<Double> block = () -> block(work, 10 * calls);
    double together = 0;
    for (Future<Double> one : POOL.invokeAll(Collections.nCopies(threads, block))) {
      together += one.get();
    }
    return together;
  }

  private static double block(ContenderBenchmark work, int calls) throws Exception {
    ContenderBenchmark.Turn turn = new ContenderBenchmark.Turn();
    // The results of calls are kept, so that no call is in vain; as many as fit a cache line.
    Object[] kept = new Object[16];
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      kept[i % kept.length] = work.run(turn);
    }
    double took = System.nanoTime() - start;
    EqualWork.check(kept[0] != null, "result");
    return took;
  }
}
