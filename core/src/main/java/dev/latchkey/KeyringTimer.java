package dev.latchkey;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks later, on one daemon thread that all keyrings share. It starts with the first task and
 * ends when none is scheduled, so that it does not keep the class loader of an undeployed web
 * application. The JDK's own timer, behind {@code CompletableFuture.orTimeout}, never ends.
 */
final class KeyringTimer {
  private static final ScheduledThreadPoolExecutor EXECUTOR = newExecutor();

  private KeyringTimer() {}

  /**
   * Schedules a task, which must not block. What it throws goes into the future.
   *
   * @return cancels the task, and releases it at once
   */
  static Future<?> schedule(Runnable task, Duration delay) {
    // Saturates, unlike Duration.toNanos.
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    return EXECUTOR.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor newExecutor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new KeyringThreads("latchkey-timer"));
    executor.setKeepAliveTime(KeyringThreads.KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
