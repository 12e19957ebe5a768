package dev.latchkey;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** An executor that does nothing until it is told to. */
final class ByHand implements Executor {
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  int waiting() {
    return tasks.size();
  }

  /** Runs what has waited longest. */
  void runOne() {
    tasks.remove().run();
  }

  /** Runs what waits, and returns the result that it leads to. */
  <T> T await(CompletableFuture<T> result) throws CredentialException {
    run();
    return TestCall.await(result);
  }

  /** Runs what waits, and what that adds. */
  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
