package dev.latchkey.oauth2;

import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.okhttp.KeyringInterceptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The clients that have a keyring. */
enum Adapter {
  JDK {
    @Override
    Client client(Keyring keyring) {
      HttpClient client = KeyringHttpClient.newBuilder(keyring).build();
      return uri -> {
        try {
          HttpRequest request = HttpRequest.newBuilder(uri).build();
          return client.send(request, BodyHandlers.ofString()).statusCode();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      };
    }
  },
  OKHTTP {
    @Override
    Client client(Keyring keyring) {
      OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
      return uri -> {
        Request request = new Request.Builder().url(uri.toString()).build();
        try (Response response = client.newCall(request).execute()) {
          return response.code();
        }
      };
    }
  };

  /** Sends a GET. */
  interface Client {
    /** Returns the status. */
    int get(URI uri) throws IOException;
  }

  abstract Client client(Keyring keyring);
}
