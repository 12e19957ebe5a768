package dev.latchkey.signatures;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;

/**
 * A request as a caller makes it.
 *
 * @param body how the client is given its bytes
 */
record SigningCall(
    String method, URI uri, Map<String, List<String>> headers, Body body, ByteString content) {
  static final String TYPE = "application/octet-stream";

  /** What a request is sent with. */
  enum Body {
    NONE,
    BYTES,
    /** Can be sent again. */
    UNKNOWN_LENGTH,
    /** Of unknown length, and read once only. */
    ONCE
  }

  static SigningCall get(String url) {
    return new SigningCall("GET", URI.create(url), Map.of(), Body.NONE, ByteString.EMPTY);
  }

  static SigningCall post(String url, String body) {
    return post(url, HmacBytes.utf8(body));
  }

  static SigningCall post(String url, byte[] body) {
    return new SigningCall("POST", URI.create(url), Map.of(), Body.BYTES, ByteString.of(body));
  }

  SigningCall as(Body kind) {
    return new SigningCall(method, uri, headers, kind, content);
  }

  SigningCall with(String name, String... values) {
    Map<String, List<String>> more = new HashMap<>(headers);
    more.put(name, List.of(values));
    return new SigningCall(method, uri, more, body, content);
  }
}
