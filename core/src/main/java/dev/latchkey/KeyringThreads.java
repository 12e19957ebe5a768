package dev.latchkey;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Creates the threads that Latchkey starts. They inherit nothing from the thread that starts them,
 * which belongs to an arbitrary caller: no inheritable thread locals (which may hold a user's
 * identity), no context class loader (which may belong to another web application) and no thread
 * group. They are daemons, end when idle, and print nothing when a task throws.
 */
final class KeyringThreads implements ThreadFactory {
  /** How many threads one keyring starts at most. */
  static final int MAXIMUM = 64;

  /** How long an idle thread lives. */
  static final long KEEP_ALIVE_MILLIS = 1_000;

  private final String name;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param name the prefix of the threads' names
   */
  KeyringThreads(String name) {
    this.name = name;
  }

  /**
   * Gives a task to an idle thread of an executor of {@link #newExecutor}, and returns whether
   * there is one. The executor itself starts a thread for each task as long as it may have more,
   * and the caller then waits until the system has made the thread: on a busy machine, for
   * milliseconds.
   */
  static boolean giveToIdle(ThreadPoolExecutor executor, Runnable task) {
    return ((TransferQueue<Runnable>) executor.getQueue()).tryTransfer(task);
  }

  /**
   * Returns a new executor with at most {@link #MAXIMUM} threads. Further tasks wait in an
   * unbounded queue, in their order.
   */
  static ThreadPoolExecutor newExecutor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            MAXIMUM,
            MAXIMUM,
            KEEP_ALIVE_MILLIS,
            TimeUnit.MILLISECONDS,
            new LinkedTransferQueue<>(),
            new KeyringThreads("latchkey"));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(rootGroup(), task, name + "-" + count.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(KeyringThreads.class.getClassLoader());
    // An exception of a task reaches its waiters. The default handler would also print its message,
    // which may hold a secret.
    thread.setUncaughtExceptionHandler((failed, thrown) -> {});
    return thread;
  }

  private static ThreadGroup rootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
