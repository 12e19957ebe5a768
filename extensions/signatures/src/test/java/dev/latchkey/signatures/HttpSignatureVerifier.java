package dev.latchkey.signatures;

import dev.latchkey.testing.SentRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/**
 * Verifies requests by RFC 9421 §3.2 and RFC 9530, with nothing of ours: structured fields by their
 * library, signatures by the JDK, and the rest from what a server has.
 */
final class HttpSignatureVerifier {
  private final String scheme;
  private final String algorithm;
  private final Key key;

  /**
   * @param scheme of the server's URIs
   * @param algorithm of RFC 9421 §3.3
   */
  HttpSignatureVerifier(String scheme, String algorithm, Key key) {
    this.scheme = scheme;
    this.algorithm = algorithm;
    this.key = key;
  }

  /** Whether signature and content are those of the sender. */
  boolean accepts(SentRequest request) {
    String label = label(request);
    ByteSequenceItem signature =
        (ByteSequenceItem) Parser.parseDictionary(request.header("Signature")).get().get(label);
    byte[] bytes = new byte[signature.get().remaining()];
    signature.get().get(bytes);
    return hasContent(request) && accepts(base(request), bytes);
  }

  /** Whether these bytes were signed. */
  boolean accepts(String base, byte[] signature) {
    byte[] signed = base.getBytes(StandardCharsets.US_ASCII);
    try {
      if (algorithm.equals("hmac-sha256")) {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return MessageDigest.isEqual(mac.doFinal(signed), signature);
      }
      Signature verifier = jdk();
      verifier.initVerify((PublicKey) key);
      verifier.update(signed);
      try {
        return verifier.verify(signature);
      } catch (SignatureException e) {
        // It does not even have the form of one.
        return false;
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Signature jdk() throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (algorithm) {
              case "rsa-pss-sha512" -> "RSASSA-PSS";
              case "rsa-v1_5-sha256" -> "SHA256withRSA";
              case "ecdsa-p256-sha256" -> "SHA256withECDSAinP1363Format";
              case "ecdsa-p384-sha384" -> "SHA384withECDSAinP1363Format";
              case "ed25519" -> "Ed25519";
              default -> throw new AssertionError(algorithm);
            });
    if (algorithm.equals("rsa-pss-sha512")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
    }
    return signature;
  }

  static String label(SentRequest request) {
    Map<String, ?> inputs = Parser.parseDictionary(request.header("Signature-Input")).get();
    if (inputs.size() != 1) {
      throw new AssertionError("signatures: " + inputs.keySet());
    }
    return inputs.keySet().iterator().next();
  }

  static InnerList input(SentRequest request) {
    return (InnerList)
        Parser.parseDictionary(request.header("Signature-Input")).get().get(label(request));
  }

  /** The signature base (§2.5). */
  String base(SentRequest request) {
    InnerList input = input(request);
    StringJoiner lines = new StringJoiner("\n");
    for (Item<?> component : input.get()) {
      lines.add(component.serialize() + ": " + value(request, (StringItem) component));
    }
    return lines.add("\"@signature-params\": " + input.serialize()).toString();
  }

  private String value(SentRequest request, StringItem component) {
    String target = request.target();
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? null : target.substring(mark + 1);
    return switch (component.get()) {
      case "@method" -> request.method();
      case "@scheme" -> scheme;
      case "@authority" -> authority(request);
      case "@target-uri" -> scheme + "://" + authority(request) + target;
      case "@request-target" -> target;
      case "@path" -> path;
      case "@query" -> "?" + (query == null ? "" : query);
      case "@query-param" -> parameter(query, text(component.getParams(), "name"));
      default -> field(request.values(component.get()));
    };
  }

  private String authority(SentRequest request) {
    String host = request.header("Host").toLowerCase(Locale.ROOT);
    return scheme.equals("http") ? host.replaceFirst(":80$", "") : host.replaceFirst(":443$", "");
  }

  private static String parameter(String query, String name) {
    List<String> values =
        Arrays.stream(query.split("&", -1))
            .map(pair -> pair.split("=", 2))
            .filter(pair -> encoded(pair[0]).equals(name))
            .map(pair -> pair.length == 1 ? "" : encoded(pair[1]))
            .toList();
    if (values.size() != 1) {
      throw new AssertionError(name + " " + values.size() + " times");
    }
    return values.get(0);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(
            URLDecoder.decode(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  private static String field(List<String> lines) {
    return lines.stream().map(String::strip).collect(Collectors.joining(", "));
  }

  private static String text(Parameters parameters, String name) {
    return ((StringItem) parameters.get(name)).get();
  }

  /** Whether {@code Content-Digest} is covered and that of the body, or not there at all. */
  private static boolean hasContent(SentRequest request) {
    if (request.header("Content-Digest").isEmpty()) {
      return true;
    }
    return Parser.parseDictionary(request.header("Content-Digest")).get().entrySet().stream()
        .allMatch(
            digest ->
                digest
                    .getValue()
                    .get()
                    .equals(
                        ByteBuffer.wrap(
                            digest(digest.getKey().toUpperCase(Locale.ROOT), request.bytes()))));
  }

  private static byte[] digest(String algorithm, byte[] body) {
    try {
      return MessageDigest.getInstance(algorithm).digest(body);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
