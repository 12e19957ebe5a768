package dev.latchkey.benchmarks;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One contender of a JMH benchmark and its floor in one JVM, by turns: a block of calls of either
 * in random order, and the ratio of the two, many times. JMH gives each a JVM of its own some
 * seconds apart, in which a shared machine may have become half as fast; here both have the same
 * tenth of a millisecond. What they do, and the check of it, is that of the JMH benchmark.
 *
 * <p>Arguments: {@code cached}, {@code lambda}, {@code signing}, {@code rs256}, {@code es256},
 * {@code sigv4}, {@code rfc9421}, {@code okhttp} or {@code jdk}; contender; the other parameters as
 * {@code name=value}, separated by commas, or an empty text; rounds; a file for the result. {@code
 * lambda} is {@code cached} with a constant key as its floor.
 */
public final class ByTurns {
  /** Blocks of each; some ten times what the compiler waits for. */
  private static final int WARM_UP_BLOCKS = 300;

  /** The results of calls are kept, so that no call is in vain; as many as fit a cache line. */
  private static final Object[] KEPT = new Object[16];

  private ByTurns() {}

  /** Runs one comparison. */
  public static void main(String[] args) throws Exception {
    String topic = args[0];
    Callable<?> floor = work(topic, topic.equals("lambda") ? "latchkey-constant" : "floor", args);
    Callable<?> compared = work(topic, args[1], args);
    int calls =
        switch (topic) {
          case "rs256", "es256", "rfc9421" -> 10;
          case "sigv4" -> 100;
          default -> 1000;
        };
    for (int i = 0; i < WARM_UP_BLOCKS; i++) {
      block(floor, calls);
      block(compared, calls);
    }
    Results results = new Results();
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      boolean floorFirst = ThreadLocalRandom.current().nextBoolean();
      double first = block(floorFirst ? floor : compared, calls);
      double second = block(floorFirst ? compared : floor, calls);
      results.add(
          "%s %s %s".formatted(topic, args[1], args[2]).strip(),
          floorFirst ? second / first : first / second);
    }
    results.write(Path.of(args[4]));
    System.exit(0);
  }

  private static Callable<?> work(String topic, String contender, String[] args) throws Exception {
    ContenderBenchmark benchmark =
        switch (topic) {
          case "cached", "lambda" -> new CachedCredentialBenchmark();
          case "signing", "rs256", "es256" -> new SigningBenchmark();
          case "sigv4", "rfc9421" -> new RequestSignatureBenchmark();
          case "okhttp" -> new OkHttpAttachBenchmark();
          case "jdk" -> new JdkAttachBenchmark();
          default -> throw new IllegalArgumentException(topic);
        };
    benchmark.contender = contender;
    if (benchmark instanceof SigningBenchmark signing && !topic.equals("signing")) {
      signing.algorithm = topic.toUpperCase(Locale.ROOT);
    } else if (benchmark instanceof RequestSignatureBenchmark signing) {
      signing.scheme = topic;
    }
    for (String parameter : args[2].isEmpty() ? new String[0] : args[2].split(",", -1)) {
      String[] parts = parameter.split("=", 2);
      Field field = benchmark.getClass().getField(parts[0]);
      field.set(
          benchmark,
          field.getType() == int.class
              ? (Object) Integer.valueOf(parts[1])
              : field.getType() == boolean.class ? Boolean.valueOf(parts[1]) : parts[1]);
    }
    benchmark.setUp();
    ContenderBenchmark.Turn turn = new ContenderBenchmark.Turn();
    return () -> benchmark.run(turn);
  }

  private static double block(Callable<?> work, int calls) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      KEPT[i % KEPT.length] = work.call();
    }
    return System.nanoTime() - start;
  }
}
