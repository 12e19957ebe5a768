package dev.latchkey;

import java.io.IOException;

/**
 * Sends one small request, for schemes that fetch what they issue. It stands for the HTTP client
 * that the program has, with its proxy, its TLS and its name service; the extensions and adapters
 * have ready ones. Safe for use by many threads.
 *
 * <p>An implementation sends the request as it is: it adds no credentials, and it does not wait for
 * threads or connections that calls may hold which wait for what is fetched. It follows no
 * redirect, since the request has secrets for one place, keeps {@link TransportRequest#timeout()}
 * for all of the exchange, and ends early if its thread is interrupted.
 */
@FunctionalInterface
public interface HttpTransport {
  /**
   * Sends the request, and returns the response of whatever status.
   *
   * @throws IOException if there is none in time, or it is too long. Of a client's own exception
   *     schemes tell the class only, since its message may hold the URL
   */
  TransportResponse send(TransportRequest request) throws IOException;
}
