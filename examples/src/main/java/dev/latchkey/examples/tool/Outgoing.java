package dev.latchkey.examples.tool;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as both clients can send it; the credentials are not its business. */
public record Outgoing(String method, URI uri, Map<String, String> headers, @Nullable String body) {

  /** Returns a request without a body. */
  public static Outgoing get(URI uri) {
    return new Outgoing("GET", uri, Map.of(), null);
  }

  static Outgoing postJson(URI uri, String json) {
    return new Outgoing("POST", uri, Map.of("Content-Type", "application/json"), json);
  }
}
