package dev.latchkey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.SentRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/**
 * The signature of a request by RFC 9421, as a server reads it.
 *
 * @param input the components, and the parameters
 */
record VendorMessageSignature(SentRequest sent, InnerList input) {

  /** Of a request whose body has the digest that it tells, and which was signed a moment ago. */
  static VendorMessageSignature of(SentRequest sent) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(sent.bytes());
    assertThat(sent.header("Content-Digest"))
        .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
    InnerList input =
        (InnerList) Parser.parseDictionary(sent.header("Signature-Input")).get().get("sig1");
    VendorMessageSignature signature = new VendorMessageSignature(sent, input);
    assertThat(Instant.ofEpochSecond(signature.number("created")))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    return signature;
  }

  List<String> components() {
    return input.get().stream().map(item -> ((StringItem) item).get()).toList();
  }

  String parameter(String name) {
    return ((StringItem) input.getParams().get(name)).get();
  }

  long number(String name) {
    return ((IntegerItem) input.getParams().get(name)).getAsLong();
  }

  byte[] bytes() {
    ByteBuffer buffer =
        ((ByteSequenceItem) Parser.parseDictionary(sent.header("Signature")).get().get("sig1"))
            .get();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The signature base (§2.5). */
  String base() {
    StringJoiner lines = new StringJoiner("\n");
    components().forEach(name -> lines.add('"' + name + "\": " + value(name)));
    return lines.add("\"@signature-params\": " + input.serialize()).toString();
  }

  private String value(String component) {
    URI uri = URI.create("http://" + sent.header("Host") + sent.target());
    return switch (component) {
      case "@method" -> sent.method();
      case "@target-uri" -> uri.toString();
      case "@authority" -> uri.getAuthority();
      case "@path" -> uri.getRawPath();
      case "@query" -> uri.getRawQuery() == null ? "?" : "?" + uri.getRawQuery();
      default -> sent.header(component);
    };
  }
}
