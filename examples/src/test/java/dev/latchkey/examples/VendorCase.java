package dev.latchkey.examples;

import dev.latchkey.contract.SentRequest;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor's snippet is tried: the request to send, and who verifies what arrives.
 *
 * @param vendor the heading of its section
 * @param by who verifies, as the table of the page tells
 */
record VendorCase(
    String vendor, String by, String method, String target, @Nullable String body, Check check) {

  /** Says what a server of the vendor would say. */
  interface Check {

    /** Throws, whatever it may be, if the request does not carry what the vendor asks for. */
    void verify(SentRequest request) throws Exception;
  }

  static VendorCase get(String vendor, String target, String by, Check check) {
    return new VendorCase(vendor, by, "GET", target, null, check);
  }

  static VendorCase post(String vendor, String target, String json, String by, Check check) {
    return new VendorCase(vendor, by, "POST", target, json, check);
  }

  /** The request as a caller makes it, to a server's origin. */
  Outgoing request(String origin) {
    URI uri = URI.create(origin + target);
    return body == null ? new Outgoing(method, uri, Map.of(), null) : Outgoing.postJson(uri, body);
  }

  @Override
  public String toString() {
    return vendor;
  }
}
