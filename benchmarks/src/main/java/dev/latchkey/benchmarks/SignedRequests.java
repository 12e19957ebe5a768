package dev.latchkey.benchmarks;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;

/** The requests that are signed. */
final class SignedRequests {
  /** Of a second that does not end, so that all sign the same. */
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  static final String ORIGIN = "https://abc123.execute-api.eu-central-1.amazonaws.com";
  static final URI URL = URI.create(ORIGIN + "/v1/orders?limit=50&from=7");

  private SignedRequests() {}

  static Map<String, String> headers(String method) {
    return method.equals("GET")
        ? Map.of("Accept", "application/json")
        : Map.of("Accept", "application/json", "Content-Type", "application/json");
  }

  /** A KiB, or none of a GET. */
  static byte[] body(String method) {
    byte[] body = new byte[method.equals("GET") ? 0 : 1024];
    Arrays.fill(body, (byte) ' ');
    return body;
  }
}
