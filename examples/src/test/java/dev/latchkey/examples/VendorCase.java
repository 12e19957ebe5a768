package dev.latchkey.examples;

import dev.latchkey.examples.tool.Outgoing;
import dev.latchkey.testing.SentRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor's snippet is tried: the request to send, and who verifies what arrives. A vendor may
 * have several.
 *
 * @param vendor the heading of its section
 * @param by who verifies, as the table of the page tells
 * @param signsBody whether another body would be refused
 */
record VendorCase(
    String vendor,
    String by,
    String method,
    String target,
    Map<String, String> headers,
    @Nullable String body,
    boolean signsBody,
    Check check) {

  /** Says what a server of the vendor would say. */
  interface Check {

    /** Throws, whatever it may be, if the request does not carry what the vendor asks for. */
    void verify(SentRequest request) throws Exception;
  }

  static VendorCase get(String vendor, String target, String by, Check check) {
    return new VendorCase(vendor, by, "GET", target, Map.of(), null, false, check);
  }

  static VendorCase post(String vendor, String target, String body, String by, Check check) {
    return new VendorCase(vendor, by, "POST", target, Map.of(), body, false, check)
        .with("Content-Type", "application/json");
  }

  /** The same with another value of a header. */
  VendorCase with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new VendorCase(vendor, by, method, target, more, body, signsBody, check);
  }

  VendorCase signingItsBody() {
    return new VendorCase(vendor, by, method, target, headers, body, true, check);
  }

  /** The request as a caller makes it, to a server's origin. */
  Outgoing request(String origin) {
    return new Outgoing(method, URI.create(origin + target), headers, body);
  }

  @Override
  public String toString() {
    return vendor + ", " + method + " " + target;
  }
}
