package dev.latchkey.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.Keyring;
import dev.latchkey.contract.AdapterContract;
import dev.latchkey.contract.TestClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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

class KeyringInterceptorContractTest extends AdapterContract {

  @Override
  protected TestClient client(Keyring keyring, HandshakeCertificates trusted) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager());
    OkHttpClient client = KeyringInterceptor.install(builder, keyring).build();
    return (call, mode) -> {
      try (Response response =
          mode == TestClient.Mode.SYNC
              ? client.newCall(request(call)).execute()
              : enqueue(client.newCall(request(call)))) {
        String shown = "";
        for (Response each = response; each != null; each = each.priorResponse()) {
          Request sent = each.request();
          shown += each + " " + each.headers() + " " + sent + " " + sent.headers() + " ";
        }
        return new TestClient.Answer(response.code(), response.body().string(), shown);
      }
    };
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
