package dev.latchkey.signatures;

import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The components that are header fields (RFC 9421 §2.1). */
final class HttpSignatureField {
  private static final Pattern IDENTIFIER =
      Pattern.compile("\"([a-z0-9!#$%&'*+.^_`|~-]+)\"(|;sf|;bs|;key=\"([a-z*][a-z0-9_.*-]*)\")");

  private HttpSignatureField() {}

  /** Returns the component of an identifier such as {@code "x-list";sf}, or null. */
  static @Nullable HttpSignatureComponent of(String identifier) {
    Matcher matcher = IDENTIFIER.matcher(identifier);
    if (!matcher.matches() || identifier.startsWith(HttpSignatureBase.DIGEST)) {
      return null;
    }
    String name = matcher.group(1);
    return switch (matcher.group(2)) {
      case "" -> context -> String.join(", ", values(context, name));
      case ";bs" -> context -> wrapped(values(context, name));
      case ";sf" -> HttpSignatureStructuredField.whole(name);
      default -> HttpSignatureStructuredField.member(name, matcher.group(3));
    };
  }

  /** Returns the values of a header, one for each line. */
  static List<String> values(IssueContext context, String name) throws CredentialException {
    List<String> values = context.headers().get(name);
    if (values == null) {
      throw new CredentialException(
          "the request does not have the header " + name + ", which is signed");
    }
    return values.stream().map(String::trim).toList();
  }

  private static String wrapped(List<String> values) {
    return values.stream()
        .map(value -> bytes(value.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining(", "));
  }

  /** Returns bytes as a structured field has them (RFC 8941 §4.1.8). */
  static String bytes(byte[] bytes) {
    return ':' + Base64.getEncoder().encodeToString(bytes) + ':';
  }
}
