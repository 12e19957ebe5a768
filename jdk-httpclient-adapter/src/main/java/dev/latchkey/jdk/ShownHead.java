package dev.latchkey.jdk;

import dev.latchkey.AuthCall;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The head of a response to follow and to show, without the query credential that was sent. */
final class ShownHead implements ResponseInfo {
  private static final String LOCATION = "Location";

  private final ResponseInfo original;
  private final HttpHeaders headers;

  private ShownHead(ResponseInfo original, HttpHeaders headers) {
    this.original = original;
    this.headers = headers;
  }

  static ResponseInfo of(ResponseInfo received, AuthCall call) {
    HttpHeaders headers = received.headers();
    return headers.allValues(LOCATION).isEmpty()
        ? received
        : new ShownHead(received, headers(headers, call));
  }

  /**
   * Returns the headers without what was sent, which are the headers themselves for nearly all
   * responses.
   */
  static HttpHeaders headers(HttpHeaders received, AuthCall call) {
    List<String> locations = received.allValues(LOCATION);
    if (locations.isEmpty()) {
      return received;
    }
    List<String> shown = locations.stream().map(call::location).toList();
    if (shown.equals(locations)) {
      return received;
    }
    Map<String, List<String>> all = new HashMap<>(received.map());
    all.replaceAll((name, values) -> name.equalsIgnoreCase(LOCATION) ? shown : values);
    return HttpHeaders.of(all, (name, value) -> true);
  }

  @Override
  public int statusCode() {
    return original.statusCode();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public Version version() {
    return original.version();
  }
}
