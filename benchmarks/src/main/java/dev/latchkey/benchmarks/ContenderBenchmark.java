package dev.latchkey.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same work by one of several contenders, of which one is the floor. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class ContenderBenchmark {
  /** The work, as it is measured. */
  @FunctionalInterface
  interface Work {
    /** Does it once. The turn counts up: where there are several origins, they take turns. */
    Object run(int turn) throws Exception;
  }

  /** Counts the calls of one thread. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;
  }

  /** Who does the work; {@code benchmarks/run} names them all. */
  @Param("floor")
  public String contender = "floor";

  private Work work = turn -> "";

  /** Makes the contender, checks that it does the same work as the floor, and returns it. */
  abstract Work work() throws Exception;

  /** Makes the contender. */
  @Setup
  public final void setUp() throws Exception {
    work = work();
  }

  /** Does the work once. */
  @Benchmark
  public Object run(Turn turn) throws Exception {
    turn.next = turn.next + 1 & Integer.MAX_VALUE;
    return work.run(turn.next);
  }
}
