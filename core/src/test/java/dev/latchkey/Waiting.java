package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Whether a thread waits for something. */
final class Waiting {
  private Waiting() {}

  /** Returns when the thread waits; fails if it does not within ten seconds. */
  static void await(AtomicReference<Thread> thread) {
    long start = System.nanoTime();
    while (thread.get() == null || thread.get().getState() != Thread.State.WAITING) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
      Thread.onSpinWait();
    }
  }
}
