package dev.latchkey.spring;

import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.DisposableBean;

/**
 * Ends the threads and connections of the starter's client with the context: idle threads of a
 * dispatcher would keep the program running for a minute. Those that a customizer set in place of
 * these are its own affair.
 */
final class OkHttpCloser implements DisposableBean {
  private final Dispatcher dispatcher = new Dispatcher();
  private final ConnectionPool connections = new ConnectionPool();

  OkHttpClient.Builder newBuilder() {
    return new OkHttpClient.Builder().dispatcher(dispatcher).connectionPool(connections);
  }

  @Override
  public void destroy() {
    dispatcher.executorService().shutdown();
    connections.evictAll();
  }
}
