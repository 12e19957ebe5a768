package dev.latchkey.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a test server answers.
 *
 * @param status the status
 * @param headers header fields
 * @param body the body, of known length
 */
public record Reply(int status, Map<String, String> headers, String body) {

  /** A status and a body. */
  public static Reply of(int status, String body) {
    return new Reply(status, Map.of(), body);
  }

  /** A redirect, with a body that nobody is to see. */
  public static Reply redirect(int status, String location) {
    return of(status, "moved").with("Location", location);
  }

  /** The same with one more header. */
  public Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }
}
