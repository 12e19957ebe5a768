package dev.latchkey.signatures;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
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

/** The clients that have a keyring, and how a call is made. They follow redirects. */
enum SigningClient {
  OKHTTP,
  OKHTTP_ASYNC,
  JDK,
  JDK_ASYNC;

  /** Sends a request, and returns the status. */
  int send(Keyring keyring, SigningCall call) throws Exception {
    return switch (this) {
      case OKHTTP, OKHTTP_ASYNC -> okhttp(keyring, call);
      case JDK, JDK_ASYNC -> jdk(keyring, call);
    };
  }

  private int okhttp(Keyring keyring, SigningCall sent) throws Exception {
    OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
    Request.Builder request =
        new Request.Builder().url(sent.uri().toString()).method(sent.method(), okhttp(sent));
    sent.headers()
        .forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
    Call call = client.newCall(request.build());
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

  private static RequestBody okhttp(SigningCall call) {
    MediaType type = MediaType.get(SigningCall.TYPE);
    return switch (call.body()) {
      case NONE -> null;
      case BYTES -> RequestBody.create(call.content(), type);
      case ONCE, UNKNOWN_LENGTH ->
          new RequestBody() {
            @Override
            public MediaType contentType() {
              return type;
            }

            @Override
            public boolean isOneShot() {
              return call.body() == SigningCall.Body.ONCE;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
              sink.write(call.content());
            }
          };
    };
  }

  private int jdk(Keyring keyring, SigningCall call) throws Exception {
    HttpClient client =
        KeyringHttpClient.newBuilder(keyring).followRedirects(Redirect.NORMAL).build();
    HttpRequest.Builder request = HttpRequest.newBuilder(call.uri());
    call.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    if (call.body() != SigningCall.Body.NONE) {
      request.header("Content-Type", SigningCall.TYPE);
    }
    HttpRequest built = request.method(call.method(), jdk(call)).build();
    return this == JDK
        ? client.send(built, BodyHandlers.discarding()).statusCode()
        : client.sendAsync(built, BodyHandlers.discarding()).get(20, TimeUnit.SECONDS).statusCode();
  }

  private static BodyPublisher jdk(SigningCall call) {
    return switch (call.body()) {
      case NONE -> BodyPublishers.noBody();
      case BYTES -> BodyPublishers.ofByteArray(call.content().toByteArray());
      case ONCE, UNKNOWN_LENGTH ->
          BodyPublishers.ofInputStream(
              () -> new ByteArrayInputStream(call.content().toByteArray()));
    };
  }
}
