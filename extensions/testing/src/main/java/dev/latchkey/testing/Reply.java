package dev.latchkey.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response of a test server. Its text form has neither the values of headers nor the body.
 *
 * @param status the status code
 * @param headers the header fields
 * @param body the body
 */
public record Reply(int status, Map<String, String> headers, String body) {

  /** Returns a response without header fields. */
  public static Reply of(int status, String body) {
    return new Reply(status, Map.of(), body);
  }

  /** Returns a redirect, whose body is {@code moved}. */
  public static Reply redirect(int status, String location) {
    return of(status, "moved").with("Location", location);
  }

  /** Returns a copy with this value of a header field. */
  public Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }

  @Override
  public String toString() {
    return "Reply[" + status + ", " + headers.keySet() + "]";
  }
}
