/**
 * Latchkey beside the least that the JDK can do (the floor) and beside other libraries (the peers):
 * JMH benchmarks, and programs for what JMH does not measure. {@code benchmarks/run} runs them all
 * and writes {@code docs/performance.md}. Absolute times mean little on another machine; what
 * counts are ratios to the floor of the same run.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.benchmarks;
