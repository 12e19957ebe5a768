package dev.latchkey.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.Keyring;
import dev.latchkey.contract.BodyAdapterContract;
import dev.latchkey.contract.BodyClient;
import dev.latchkey.contract.TestBody;
import dev.latchkey.contract.TestClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import okhttp3.tls.HandshakeCertificates;

class KeyringHttpClientContractTest extends BodyAdapterContract {

  @Override
  protected TestClient client(Keyring keyring, HandshakeCertificates trusted) {
    HttpClient client =
        KeyringHttpClient.newBuilder(keyring)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .sslContext(trusted.sslContext())
            .build();
    return new Client(client);
  }

  private record Client(HttpClient client) implements BodyClient {
    @Override
    public Answer send(Call call, Mode mode) throws IOException, InterruptedException {
      return send(request(call), mode);
    }

    @Override
    public Answer send(URI uri, Map<String, String> headers, TestBody body, Mode mode)
        throws IOException, InterruptedException {
      HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
      headers.forEach(builder::header);
      return send(TestBodies.with(body, builder), mode);
    }

    private Answer send(HttpRequest request, Mode mode) throws IOException, InterruptedException {
      HttpResponse<String> response =
          mode == Mode.SYNC
              ? client.send(request, BodyHandlers.ofString())
              : sendAsync(client, request);
      StringBuilder shown = new StringBuilder();
      for (Optional<HttpResponse<String>> each = Optional.of(response);
          each.isPresent();
          each = each.get().previousResponse()) {
        shown.append(each.get()).append(each.get().uri()).append(each.get().headers().map());
        shown.append(each.get().request()).append(each.get().request().headers().map());
      }
      return new Answer(response.statusCode(), response.body(), shown.toString());
    }
  }

  private static HttpResponse<String> sendAsync(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.sendAsync(request, BodyHandlers.ofString()).get();
    } catch (ExecutionException e) {
      throw (IOException) e.getCause();
    }
  }

  private static HttpRequest request(TestClient.Call call) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(call.uri());
    call.headers().forEach(builder::header);
    return switch (call.body()) {
      case NONE -> builder.GET().build();
      case REPLAYABLE -> builder.POST(BodyPublishers.ofString("a body")).build();
      case ONE_SHOT -> builder.POST(oneShot()).build();
    };
  }

  private static BodyPublisher oneShot() {
    InputStream once = new ByteArrayInputStream("a body".getBytes(UTF_8));
    return BodyPublishers.ofInputStream(() -> once);
  }
}
