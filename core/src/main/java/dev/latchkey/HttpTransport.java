package dev.latchkey;

import java.io.IOException;

/**
 * Sends one small request, for schemes that fetch their credentials. It wraps the program's own
 * HTTP client, with its proxy, TLS and DNS settings; the extensions and adapters provide
 * implementations. Thread-safe.
 *
 * <p>An implementation sends the request as it is and adds no credentials. It does not wait for
 * threads or connections held by calls that may be waiting for this very response. It does not
 * follow redirects, since the request has secrets for one server only. It applies {@link
 * TransportRequest#timeout()} to the whole exchange, and ends early if its thread is interrupted.
 */
@FunctionalInterface
public interface HttpTransport {
  /**
   * Sends the request, and returns the response, whatever its status.
   *
   * @throws IOException if there is no response in time, or it is too long. Schemes report only the
   *     class of a client's own exception, since its message may hold the URL
   */
  TransportResponse send(TransportRequest request) throws IOException;
}
