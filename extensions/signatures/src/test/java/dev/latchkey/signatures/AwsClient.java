package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** How a request is sent. */
enum AwsClient {
  OKHTTP,
  OKHTTP_ASYNC,
  JDK,
  JDK_ASYNC;

  /** What a request is sent with. */
  enum Body {
    NONE,
    TEXT,
    /** Of unknown length, and read once only. */
    STREAM
  }

  /** Sends a request with two values of one header, and returns the status. */
  int send(Keyring keyring, String method, URI uri, Body body) throws Exception {
    return switch (this) {
      case OKHTTP, OKHTTP_ASYNC -> okhttp(keyring, method, uri, body);
      case JDK, JDK_ASYNC -> jdk(keyring, method, uri, body);
    };
  }

  private int okhttp(Keyring keyring, String method, URI uri, Body body) throws Exception {
    OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
    Call call =
        client.newCall(
            new Request.Builder()
                .url(uri.toString())
                .addHeader("x-amz-meta-a", " one ")
                .addHeader("x-amz-meta-a", "two  three")
                .addHeader("User-Agent", "tests")
                .method(method, okhttp(body))
                .build());
    try {
      return this == OKHTTP ? status(call.execute()) : later(call).get(20, TimeUnit.SECONDS);
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  private static CompletableFuture<Integer> later(Call call) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            status.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call answered, Response response) {
            status.complete(status(response));
          }
        });
    return status;
  }

  private static int status(Response response) {
    try (response) {
      return response.code();
    }
  }

  private static RequestBody okhttp(Body body) {
    MediaType type = MediaType.get("text/plain");
    return switch (body) {
      case NONE -> null;
      case TEXT -> RequestBody.create("a body", type);
      case STREAM ->
          new RequestBody() {
            @Override
            public MediaType contentType() {
              return type;
            }

            @Override
            public boolean isOneShot() {
              return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
              sink.writeUtf8("a body");
            }
          };
    };
  }

  private int jdk(Keyring keyring, String method, URI uri, Body body) throws Exception {
    HttpClient client = KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("x-amz-meta-a", "one")
            .header("x-amz-meta-a", "two  three")
            .header("User-Agent", "tests")
            .method(method, jdk(body))
            .build();
    return this == JDK
        ? client.send(request, BodyHandlers.discarding()).statusCode()
        : client
            .sendAsync(request, BodyHandlers.discarding())
            .get(20, TimeUnit.SECONDS)
            .statusCode();
  }

  private static BodyPublisher jdk(Body body) {
    return switch (body) {
      case NONE -> BodyPublishers.noBody();
      case TEXT -> BodyPublishers.ofString("a body");
      case STREAM ->
          BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("a body".getBytes(UTF_8)));
    };
  }
}
