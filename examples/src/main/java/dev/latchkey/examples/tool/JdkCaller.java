package dev.latchkey.examples.tool;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The JDK's client, wrapped by Latchkey's adapter. */
final class JdkCaller implements Caller {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;

  JdkCaller(Keyring keyring) {
    this.client =
        KeyringHttpClient.newBuilder(keyring)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public Answer send(Outgoing outgoing) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(outgoing.uri()).timeout(PATIENCE);
    String text = outgoing.body();
    if (text != null) {
      request.method(outgoing.method(), BodyPublishers.ofString(text));
    } else if (!outgoing.method().equals("GET")) {
      // Not for GET, with which it would send Content-Length: 0.
      request.method(outgoing.method(), BodyPublishers.noBody());
    }
    outgoing.headers().forEach(request::setHeader);
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      String version = response.version() == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
      return new Answer(version, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for the response");
    }
  }
}
