package dev.latchkey;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks later, timed by one daemon thread that all keyrings share. It starts with the first
 * task and ends when none is scheduled, so that it does not keep the class loader of an undeployed
 * web application. The JDK's own timer, behind {@code CompletableFuture.orTimeout}, never ends.
 */
final class KeyringTimer {
  private static final ScheduledThreadPoolExecutor EXECUTOR = newExecutor();
  private static final Executor THREADS = KeyringThreads.newExecutor();

  private KeyringTimer() {}

  /**
   * Schedules a task, which must not block. The future holds its exception, if any.
   *
   * @return a future that cancels the task, and releases it at once
   */
  static Future<?> schedule(Runnable task, Duration delay) {
    // Saturates, unlike Duration.toNanos.
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    return EXECUTOR.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Schedules a task that calls users' code, such as listeners. It may block, and runs on its own
   * thread, so that it does not delay other tasks.
   *
   * @return a future that cancels the task, unless its time has come
   */
  static Future<?> scheduleBlocking(Runnable task, Duration delay) {
    return schedule(() -> THREADS.execute(task), delay);
  }

  static ScheduledThreadPoolExecutor newExecutor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new KeyringThreads("latchkey-timer"));
    executor.setKeepAliveTime(KeyringThreads.KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
