package dev.latchkey.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether something is let go of: asked until the collector says so, or for long enough. */
public final class Collected {
  private static final int MOST_COLLECTIONS = 100;
  private static final long WAIT_MILLIS = 100;

  private Collected() {}

  /** Fails if it is still reachable after ten seconds, in which other threads can let go of it. */
  public static void assertCollected(WeakReference<?> kept) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < MOST_COLLECTIONS && kept.get() != null; i++) {
      System.gc();
      if (kept.get() != null) {
        // Whatever thread still has it on its stack is to go on.
        assertThat(never.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
      }
    }
    assertThat(kept.get()).isNull();
  }
}
