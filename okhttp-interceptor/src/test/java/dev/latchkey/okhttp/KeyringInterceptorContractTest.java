package dev.latchkey.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.Keyring;
import dev.latchkey.contract.BodyAdapterContract;
import dev.latchkey.contract.BodyClient;
import dev.latchkey.contract.TestBody;
import dev.latchkey.contract.TestClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okio.BufferedSink;
import okio.Okio;

class KeyringInterceptorContractTest extends BodyAdapterContract {

  @Override
  protected TestClient client(Keyring keyring, HandshakeCertificates trusted) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager());
    OkHttpClient client = KeyringInterceptor.install(builder, keyring).build();
    return new Client(client);
  }

  private record Client(OkHttpClient client) implements BodyClient {
    @Override
    public Answer send(Call call, Mode mode) throws IOException, InterruptedException {
      return send(request(call), mode);
    }

    @Override
    public Answer send(URI uri, Map<String, String> headers, TestBody body, Mode mode)
        throws IOException, InterruptedException {
      Request.Builder builder = new Request.Builder().url(uri.toString());
      headers.forEach(builder::addHeader);
      RequestBody given = TestBodies.of(body);
      return send(builder.method(given == null ? "GET" : "POST", given).build(), mode);
    }

    private Answer send(Request request, Mode mode) throws IOException, InterruptedException {
      try (Response response =
          mode == Mode.SYNC
              ? client.newCall(request).execute()
              : enqueue(client.newCall(request))) {
        String shown = "";
        for (Response each = response; each != null; each = each.priorResponse()) {
          Request sent = each.request();
          shown += each + " " + each.headers() + " " + sent + " " + sent.headers() + " ";
        }
        return new Answer(response.code(), response.body().string(), shown);
      }
    }
  }

  private static Request request(TestClient.Call call) {
    Request.Builder builder = new Request.Builder().url(call.uri().toString());
    call.headers().forEach(builder::addHeader);
    return builder
        .method(
            call.method(),
            switch (call.body()) {
              case NONE -> null;
              case REPLAYABLE -> RequestBody.create("a body".getBytes(UTF_8));
              case ONE_SHOT -> oneShot();
            })
        .build();
  }

  private static RequestBody oneShot() {
    ByteArrayInputStream once = new ByteArrayInputStream("a body".getBytes(UTF_8));
    return new RequestBody() {
      @Override
      public okhttp3.MediaType contentType() {
        return null;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.writeAll(Okio.source(once));
      }
    };
  }

  private static Response enqueue(okhttp3.Call call) throws IOException, InterruptedException {
    CompletableFuture<Response> result = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(okhttp3.Call failed, IOException e) {
            result.completeExceptionally(e);
          }

          @Override
          public void onResponse(okhttp3.Call answered, Response response) {
            result.complete(response);
          }
        });
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw (IOException) e.getCause();
    }
  }
}
