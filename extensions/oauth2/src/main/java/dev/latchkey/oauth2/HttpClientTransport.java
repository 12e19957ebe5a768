package dev.latchkey.oauth2;

import dev.latchkey.CredentialException;
import dev.latchkey.HttpTransport;
import dev.latchkey.ResponseHead;
import dev.latchkey.TransportRequest;
import dev.latchkey.TransportResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends token requests through a {@link HttpClient} with the settings of the program's client: its
 * proxy, authenticator, TLS, protocol version and connect timeout. It is a separate client, which
 * follows no redirects, has no cookies, adds no credentials of a keyring, and does not share
 * threads with calls that wait for a token. Thread-safe.
 */
public final class HttpClientTransport implements HttpTransport {
  /** Before Java 24 a client with an authenticator does not send this header. */
  private static final boolean AUTHENTICATOR_DROPS_AUTHORIZATION = Runtime.version().feature() < 24;

  private final HttpClient client;

  private HttpClientTransport(HttpClient client) {
    this.client = client;
  }

  /** Returns a transport with the settings of a client, which may have a keyring. */
  public static HttpClientTransport of(HttpClient client) {
    HttpClient.Builder own =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(client.sslContext())
            .sslParameters(client.sslParameters())
            .version(client.version());
    client.proxy().ifPresent(own::proxy);
    client.authenticator().ifPresent(own::authenticator);
    client.connectTimeout().ifPresent(own::connectTimeout);
    return new HttpClientTransport(own.build());
  }

  /**
   * {@inheritDoc}
   *
   * @throws CredentialException if the response is too long, or the client would drop the {@code
   *     Authorization} header, as it does before Java 24 if it has an authenticator
   */
  @Override
  public TransportResponse send(TransportRequest request) throws IOException {
    HttpRequest message = message(request);
    if (AUTHENTICATOR_DROPS_AUTHORIZATION
        && client.authenticator().isPresent()
        && message.headers().firstValue("Authorization").isPresent()) {
      throw new CredentialException(
          "An HttpClient with an Authenticator drops the Authorization header before Java 24;"
              + " use one without, or authenticate the client otherwise");
    }
    Body body = new Body();
    CompletableFuture<HttpResponse<Void>> sending =
        client.sendAsync(message, BodyHandlers.ofByteArrayConsumer(body));
    try {
      var unused =
          CompletableFuture.anyOf(sending, body.tooLong)
              .get(TimeUnit.NANOSECONDS.convert(request.timeout()), TimeUnit.NANOSECONDS);
      HttpResponse<Void> response = sending.join();
      Map<String, String> headers = new HashMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      return TransportResponse.of(
          ResponseHead.of(response.statusCode(), headers), body.bytes.toByteArray());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer within " + request.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } finally {
      // This ends the exchange, if it has not ended.
      sending.cancel(true);
    }
  }

  private static HttpRequest message(TransportRequest request) throws CredentialException {
    try {
      HttpRequest.Builder message =
          HttpRequest.newBuilder(request.uri())
              .method(request.method(), BodyPublishers.ofByteArray(request.body()));
      request.headers().forEach(message::header);
      return message.build();
    } catch (IllegalArgumentException e) {
      // Its message may show the URL.
      throw new CredentialException(
          "The JDK's HttpClient takes no host but of letters, digits and hyphens; set another"
              + " transport");
    }
  }

  /** The default transport. Its client starts when it is needed. */
  static final class Shared {
    static final HttpClientTransport TRANSPORT =
        new HttpClientTransport(HttpClient.newBuilder().build());
  }

  /** Collects the bytes of a response body. */
  private static final class Body implements Consumer<Optional<byte[]>> {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CompletableFuture<Void> tooLong = new CompletableFuture<>();

    @Override
    public void accept(Optional<byte[]> part) {
      byte[] more = part.orElse(new byte[0]);
      if (bytes.size() + more.length <= TransportResponse.MAXIMUM_BODY_SIZE) {
        bytes.writeBytes(more);
      } else {
        tooLong.completeExceptionally(
            new CredentialException(
                "The response is longer than " + TransportResponse.MAXIMUM_BODY_SIZE + " bytes"));
      }
    }
  }
}
