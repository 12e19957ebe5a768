package dev.latchkey.okhttp;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.latchkey.HttpTransport;
import dev.latchkey.TransportRequest;
import dev.latchkey.TransportResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Sends the requests of schemes through an {@link OkHttpClient}: with its proxy, TLS, DNS,
 * connection pool, interceptors and event listener. Works with OkHttp 4.12 and 5. Thread-safe.
 *
 * <p>It differs from the client as follows:
 *
 * <ul>
 *   <li>It has its own dispatcher, so that calls which wait for a token cannot block its request.
 *   <li>It adds no credentials: no keyring, no {@code authenticator}, no cookies. The proxy's
 *       credentials are sent.
 *   <li>It does not follow redirects and has no cache.
 *   <li>{@link TransportRequest#timeout()} replaces the call, read and write timeouts; the connect
 *       timeout, which applies to each address, stays.
 *   <li>A body is one-shot. OkHttp tries another address or connection as long as nothing was sent,
 *       and does not send an assertion twice, which an endpoint would treat as a replay.
 * </ul>
 */
public final class OkHttpTransport implements HttpTransport {
  private final OkHttpClient client;

  private OkHttpTransport(OkHttpClient client) {
    this.client = client;
  }

  /** Returns a transport that uses a client. The client may have a keyring, and is not changed. */
  public static OkHttpTransport of(OkHttpClient client) {
    OkHttpClient.Builder builder =
        requireNonNull(client, "client")
            .newBuilder()
            .dispatcher(TransportThreads.newDispatcher())
            .authenticator(Authenticator.NONE)
            .cookieJar(CookieJar.NO_COOKIES)
            .followRedirects(false)
            .followSslRedirects(false)
            .cache(null)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO);
    builder.interceptors().removeIf(KeyringInterceptor::isOurs);
    builder.networkInterceptors().removeIf(KeyringInterceptor::isOurs);
    return new OkHttpTransport(builder.build());
  }

  @Override
  public TransportResponse send(TransportRequest request) throws IOException {
    long nanos = NANOSECONDS.convert(request.timeout());
    Call call = client.newCall(okHttp(request));
    call.timeout().timeout(nanos, NANOSECONDS);
    TransportCallback callback = new TransportCallback();
    // Not execute(): an interrupt does not end it during a read, nor a timeout during a DNS lookup.
    call.enqueue(callback);
    try {
      return callback.response.get(nanos, NANOSECONDS);
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (TimeoutException e) {
      call.cancel();
      throw new InterruptedIOException("timeout");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private static Request okHttp(TransportRequest request) throws IOException {
    byte[] content = request.body();
    boolean hasNone =
        content.length == 0 && (request.method().equals("GET") || request.method().equals("HEAD"));
    try {
      Request.Builder builder =
          new Request.Builder()
              .url(request.uri().toString())
              .method(request.method(), hasNone ? null : new OneShotBody(content));
      request.headers().forEach(builder::header);
      return builder.build();
    } catch (IllegalArgumentException e) {
      // Without the message, which may hold the URL or a header's value.
      throw new ProtocolException("OkHttp does not take the request: " + request);
    }
  }

  /** Returns the class name only: the client's interceptors may show secrets. */
  @Override
  public String toString() {
    return "OkHttpTransport";
  }
}
