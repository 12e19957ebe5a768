package dev.latchkey.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One contender of a JMH benchmark and its floor in one JVM, by turns: a block of calls of either
 * in random order, and the ratio of the two, many times. JMH gives each a JVM of its own some
 * seconds apart, in which a shared machine may have become half as fast; here both have the same
 * tenth of a millisecond. What they do, and the check of it, is that of the JMH benchmark.
 *
 * <p>Arguments: {@code cached}, {@code signing}, {@code rs256}, {@code es256}, {@code sigv4},
 * {@code rfc9421}, {@code okhttp} or {@code jdk}; contender; the other parameters as {@code
 * name=value}, separated by commas, or an empty text; rounds; a file for the result.
 */
public final class ByTurns {
  private static final int CALLS = 1000;

  /** Where a key pair signs, which takes some hundred times as long. */
  private static final int SLOW_CALLS = 10;

  /** Blocks of each; some ten times what the compiler waits for. */
  private static final int WARM_UP_BLOCKS = 300;

  /** The results of calls are kept, so that no call is in vain; as many as fit a cache line. */
  private static final int KEPT = 16;

  private final Object[] kept = new Object[KEPT];
  private final int calls;

  private ByTurns(int calls) {
    this.calls = calls;
  }

  /** Runs one comparison. */
  public static void main(String[] args) throws Exception {
    String topic = args[0];
    String contender = args[1];
    String parameters = args[2];
    Callable<?> floor = work(topic, "floor", parameters);
    Callable<?> compared = work(topic, contender, parameters);
    int calls =
        switch (topic) {
          case "rs256", "es256", "rfc9421" -> SLOW_CALLS;
          case "sigv4" -> CALLS / 10;
          default -> CALLS;
        };
    Quartiles ratio = new ByTurns(calls).compare(floor, compared, Integer.parseInt(args[3]));
    Results results = new Results();
    var row = results.row().put("topic", topic).put("contender", contender);
    row.put("group", parameters.replace("=", " ").replace(",", ", "));
    Results.put(row, "ratio", ratio);
    results.write(Path.of(args[4]));
    System.out.printf("%s %s %s: %s x the floor%n", topic, contender, parameters, ratio);
    System.exit(0);
  }

  private static Callable<?> work(String topic, String contender, String parameters)
      throws Exception {
    switch (topic) {
      case "cached" -> {
        CachedCredentialBenchmark benchmark = new CachedCredentialBenchmark();
        benchmark.contender = contender;
        benchmark.setUp();
        CachedCredentialBenchmark.Turn turn = new CachedCredentialBenchmark.Turn();
        return () -> benchmark.get(turn);
      }
      case "signing" -> {
        SigningBenchmark benchmark = new SigningBenchmark();
        benchmark.contender = contender;
        benchmark.setUp();
        return benchmark::sign;
      }
      case "rs256" -> {
        Rs256Benchmark benchmark = new Rs256Benchmark();
        benchmark.contender = contender;
        benchmark.setUp();
        return benchmark::sign;
      }
      case "es256" -> {
        Es256Benchmark benchmark = new Es256Benchmark();
        benchmark.contender = contender;
        benchmark.setUp();
        return benchmark::sign;
      }
      case "sigv4" -> {
        SigV4Benchmark benchmark = new SigV4Benchmark();
        benchmark.contender = contender;
        benchmark.method = value(parameters, "method");
        benchmark.setUp();
        return benchmark::sign;
      }
      case "rfc9421" -> {
        MessageSignatureBenchmark benchmark = new MessageSignatureBenchmark();
        benchmark.contender = contender;
        benchmark.setUp();
        return benchmark::sign;
      }
      case "okhttp" -> {
        OkHttpAttachBenchmark benchmark = new OkHttpAttachBenchmark();
        benchmark.contender = contender;
        benchmark.tokenLength = Integer.parseInt(value(parameters, "tokenLength"));
        benchmark.setUp();
        return benchmark::attach;
      }
      case "jdk" -> {
        JdkAttachBenchmark benchmark = new JdkAttachBenchmark();
        benchmark.contender = contender;
        benchmark.takesIn = Boolean.parseBoolean(value(parameters, "takesIn"));
        benchmark.tokenLength = Integer.parseInt(value(parameters, "tokenLength"));
        benchmark.setUp();
        return benchmark::attach;
      }
      default -> throw new IllegalArgumentException(topic);
    }
  }

  private static String value(String parameters, String name) {
    for (String parameter : parameters.split(",", -1)) {
      if (parameter.startsWith(name + "=")) {
        return parameter.substring(name.length() + 1);
      }
    }
    throw new IllegalArgumentException("no " + name + " in " + parameters);
  }

  private Quartiles compare(Callable<?> floor, Callable<?> compared, int rounds) throws Exception {
    for (int i = 0; i < WARM_UP_BLOCKS; i++) {
      block(floor);
      block(compared);
    }
    List<Double> ratios = new ArrayList<>(rounds);
    for (int i = 0; i < rounds; i++) {
      boolean floorFirst = ThreadLocalRandom.current().nextBoolean();
      long first = block(floorFirst ? floor : compared);
      long second = block(floorFirst ? compared : floor);
      ratios.add(floorFirst ? (double) second / first : (double) first / second);
    }
    return Quartiles.of(ratios);
  }

  private long block(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      kept[i % KEPT] = work.call();
    }
    return System.nanoTime() - start;
  }
}
