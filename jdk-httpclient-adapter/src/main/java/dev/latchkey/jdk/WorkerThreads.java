package dev.latchkey.jdk;

/**
 * Threads for the caller's code if the client has no executor that could run it. Tasks that {@code
 * send} waits for cannot run on the common pool, which its callers may keep busy, nor on a thread
 * of the keyring, which serves others. The threads inherit nothing, and end with their task.
 */
final class WorkerThreads {
  private WorkerThreads() {}

  static void start(Runnable task) {
    Thread thread = new Thread(null, task, "latchkey-http", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    // The default handler would print the message, which may hold a secret.
    thread.setUncaughtExceptionHandler((failed, thrown) -> {});
    thread.start();
  }
}
