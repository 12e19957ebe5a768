package dev.latchkey.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Issues a token as a token endpoint would: in its own time, without using the CPU. */
final class Issuer implements Callable<String> {
  private final long nanos;
  private final boolean fails;
  private final AtomicInteger issues = new AtomicInteger();

  Issuer(Duration time, boolean fails) {
    this.nanos = time.toNanos();
    this.fails = fails;
  }

  @Override
  public String call() throws IOException {
    issues.incrementAndGet();
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    if (fails) {
      throw new IOException("none today");
    }
    return "token";
  }

  /** How often it was asked. */
  int issues() {
    return issues.get();
  }
}
