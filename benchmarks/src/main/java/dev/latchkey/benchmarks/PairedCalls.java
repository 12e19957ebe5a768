package dev.latchkey.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.latchkey.benchmarks.ContenderBenchmark.Work;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Whole calls over loopback, one variant beside another, in one JVM. In each turn every variant has
 * a short block of calls, in random order, so that a busy machine is busy for all. Not a JMH
 * benchmark, which would give each variant a JVM and a time of its own; a few percent would be lost
 * in that.
 *
 * <p>Of each block the CPU time (of all Java threads, the server's included) and the wall time of a
 * call are taken, in microseconds.
 *
 * <p>Arguments: {@code okhttp} or {@code jdk}, turns, calls in a block, file for the results.
 */
public final class PairedCalls {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private PairedCalls() {}

  /** Runs all variants of one client. */
  public static void main(String[] args) throws Exception {
    int calls = Integer.parseInt(args[2]);
    List<Map.Entry<String, Work>> variants =
        new ArrayList<>(new CallVariants().of(args[0]).entrySet());
    // All of them in turn, so that none finds code that was compiled for another alone.
    for (int i = 0; i < 10_000; i++) {
      for (Map.Entry<String, Work> variant : variants) {
        variant.getValue().run(i);
      }
    }
    Results results = new Results();
    for (int turn = 0; turn < Integer.parseInt(args[1]); turn++) {
      Collections.shuffle(variants);
      for (Map.Entry<String, Work> variant : variants) {
        long cpu = cpuNanos();
        long wall = System.nanoTime();
        for (int i = 0; i < calls; i++) {
          variant.getValue().run(i);
        }
        wall = System.nanoTime() - wall;
        cpu = cpuNanos() - cpu;
        String name = args[0] + " " + variant.getKey();
        results.add(name + " cpu", cpu / 1e3 / calls);
        results.add(name + " wall", wall / 1e3 / calls);
      }
    }
    results.writeAndExit(args[3]);
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
}
