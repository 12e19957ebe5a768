package dev.latchkey.oauth2;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** The clients that have a keyring, in both ways to make a call. They follow redirects. */
enum DpopClient {
  OKHTTP,
  OKHTTP_ASYNC,
  JDK,
  JDK_ASYNC;

  /** Sends requests. */
  interface Client {
    /** Sends a request, with a body that can be read once if it is a POST; returns the status. */
    int send(String method, URI uri) throws Exception;

    default int get(URI uri) throws Exception {
      return send("GET", uri);
    }
  }

  Client client(Keyring keyring) {
    return this == OKHTTP || this == OKHTTP_ASYNC ? okhttp(keyring) : jdk(keyring);
  }

  private Client okhttp(Keyring keyring) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    OkHttpClient client = KeyringInterceptor.install(builder, keyring).build();
    client.dispatcher().setMaxRequestsPerHost(64);
    return (method, uri) -> {
      RequestBody body = method.equals("POST") ? new OneShot() : null;
      Call call =
          client.newCall(new Request.Builder().url(uri.toString()).method(method, body).build());
      if (this == OKHTTP) {
        try (Response response = call.execute()) {
          return response.code();
        }
      }
      CompletableFuture<Integer> status = new CompletableFuture<>();
      call.enqueue(
          new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
              response.close();
              status.complete(response.code());
            }

            @Override
            public void onFailure(Call call, IOException e) {
              status.completeExceptionally(e);
            }
          });
      return status.get(30, TimeUnit.SECONDS);
    };
  }

  private Client jdk(Keyring keyring) {
    HttpClient client =
        KeyringHttpClient.newBuilder(keyring).followRedirects(HttpClient.Redirect.ALWAYS).build();
    return (method, uri) -> {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .method(
                  method,
                  method.equals("POST")
                      ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9]))
                      : BodyPublishers.noBody())
              .build();
      HttpResponse<String> response =
          this == JDK
              ? client.send(request, BodyHandlers.ofString())
              : client.sendAsync(request, BodyHandlers.ofString()).get(30, TimeUnit.SECONDS);
      return response.statusCode();
    };
  }

  private static final class OneShot extends RequestBody {
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
      sink.write(new byte[9]);
    }
  }
}
