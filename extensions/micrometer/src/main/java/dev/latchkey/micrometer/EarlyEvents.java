package dev.latchkey.micrometer;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the events that happen before there is a registry to record them. */
final class EarlyEvents {
  static final int MAXIMUM = 1_000;

  private final Queue<Runnable> kept = new LinkedBlockingQueue<>(MAXIMUM);
  private volatile boolean over;
  private volatile boolean warned;

  /** Runs a task that records an event, now or when there is a registry. */
  void tell(Runnable recording) {
    if (over) {
      recording.run();
      return;
    }
    if (!kept.offer(recording) && !warned) {
      warned = true;
      System.getLogger("dev.latchkey.micrometer")
          .log(
              Level.WARNING,
              "KeyringMetrics no longer keeps events for a MeterRegistry to come; call bindTo");
    }
    if (over) {
      end();
    }
  }

  /** Notes that there is a registry from now on. */
  void end() {
    over = true;
    for (Runnable next = kept.poll(); next != null; next = kept.poll()) {
      next.run();
    }
  }
}
