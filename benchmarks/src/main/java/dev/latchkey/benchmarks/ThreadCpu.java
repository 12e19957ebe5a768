package dev.latchkey.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * The CPU time of all Java threads that are alive. Finer than that of the process, which is counted
 * in hundredths of a second, and without that of compiler and collector, whose work falls to
 * whichever block is under way.
 */
final class ThreadCpu {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private ThreadCpu() {}

  static long nanos() {
    return Arrays.stream(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()))
        .filter(nanos -> nanos > 0)
        .sum();
  }
}
