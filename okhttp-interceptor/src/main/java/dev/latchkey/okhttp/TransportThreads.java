package dev.latchkey.okhttp;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;

/**
 * The threads of {@link OkHttpTransport}: one for each request, whose number the executor of the
 * keyring limits. They inherit nothing, are daemons, and end when idle.
 */
final class TransportThreads {
  private TransportThreads() {}

  static Dispatcher newDispatcher() {
    Dispatcher dispatcher =
        new Dispatcher(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                1,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                TransportThreads::newThread));
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, "latchkey-okhttp", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    // The default handler would print the message, which may hold a secret.
    thread.setUncaughtExceptionHandler((failed, thrown) -> {});
    return thread;
  }
}
