package dev.latchkey.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends requests by the JDK's client. */
final class Caller {
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Caller() {}

  /** Returns the response to a GET with these headers, which are name, value, name, value. */
  static HttpResponse<String> get(URI uri, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  /** Returns the status of a GET with {@code Authorization: Bearer}. */
  static int bearer(FakeVendor vendor, String token) throws IOException, InterruptedException {
    return get(vendor.uri("/orders"), "Authorization", "Bearer " + token).statusCode();
  }

  /** Returns the response to a POST of a form with these headers. */
  static HttpResponse<String> post(String uri, String form, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
