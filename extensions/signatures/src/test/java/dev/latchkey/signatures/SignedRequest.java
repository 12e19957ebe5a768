package dev.latchkey.signatures;

import dev.latchkey.AuthScheme;
import dev.latchkey.Credential;
import dev.latchkey.IssueContext;
import dev.latchkey.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import okio.ByteString;

/** A request to {@code https://api.test} that a scheme signs. */
record SignedRequest(
    String method, String target, Map<String, String> headers, ByteString body, String time) {
  static SignedRequest get(String target) {
    return new SignedRequest("GET", target, Map.of(), ByteString.EMPTY, "2026-01-02T03:04:05.600Z");
  }

  static SignedRequest post(String target, String body) {
    return post(target, HmacBytes.utf8(body));
  }

  static SignedRequest post(String target, byte[] body) {
    return new SignedRequest(
        "POST", target, Map.of(), ByteString.of(body), "2026-01-02T03:04:05.600Z");
  }

  SignedRequest at(String time) {
    return new SignedRequest(method, target, headers, body, time);
  }

  SignedRequest with(String name, String value) {
    return new SignedRequest(method, target, Map.of(name, value), body, time);
  }

  Credential by(AuthScheme scheme) throws IOException {
    URI uri = URI.create("https://api.test" + target);
    return scheme.issue(
        IssueContext.of(method, uri, headers, body.toByteArray(), ManualClock.at(time)));
  }
}
