package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A component of a request that a signature covers (RFC 9421 §2). */
interface HttpSignatureComponent {

  /**
   * Returns the component's value in a request.
   *
   * @throws CredentialException if the request has none
   */
  String value(IssueContext context) throws IOException;

  /** Returns the identifier of a name such as {@code @query-param;name="a"}. */
  static String identifier(String name) {
    int end = (name + ";").indexOf(';');
    return '"' + name.substring(0, end).toLowerCase(Locale.ROOT) + '"' + name.substring(end);
  }

  /**
   * Returns the component of an identifier.
   *
   * @throws IllegalArgumentException if it is not supported
   */
  static HttpSignatureComponent of(String identifier) {
    return switch (identifier) {
      case "\"@method\"" -> IssueContext::method;
      case "\"@target-uri\"" ->
          c -> scheme(c) + "://" + authority(c) + c.path() + FormFields.query(c);
      case "\"@authority\"" -> HttpSignatureComponent::authority;
      case "\"@scheme\"" -> HttpSignatureComponent::scheme;
      case "\"@request-target\"" -> c -> c.path() + FormFields.query(c);
      case "\"@path\"" -> IssueContext::path;
      case "\"@query\"" -> c -> FormFields.query(c).isEmpty() ? "?" : FormFields.query(c);
      case "\"content-digest\"" -> digest("sha-256");
      default -> named(identifier);
    };
  }

  /** Returns the digest of the content, which may be empty (RFC 9530 §2). */
  static HttpSignatureComponent digest(String algorithm) {
    return context -> algorithm + "=" + StructuredField.bytes(context.bodyDigest(algorithm));
  }

  private static HttpSignatureComponent named(String identifier) {
    String[] texts = identifier.split("\"", -1);
    if (identifier.matches("\"[a-z0-9!#$%&'*+.^_`|~-]+\"")) {
      return context -> header(context, texts[1]);
    } else if (identifier.matches("\"@query-param\";name=\"[^\"]+\"")
        && texts[3].equals(encoded(texts[3]))) {
      return context -> parameter(context, texts[3]);
    }
    throw new IllegalArgumentException(
        "components must be such as @method, @query-param;name=\"a%20b\", or date without"
            + (" parameters (see RFC 9421 §2), but was " + identifier));
  }

  private static String header(IssueContext context, String name) throws CredentialException {
    List<String> values = context.headers().get(name);
    if (values == null) {
      throw new CredentialException("the request lacks the header " + name + ", which is signed");
    }
    return values.stream().map(String::trim).collect(Collectors.joining(", "));
  }

  private static String parameter(IssueContext context, String name) throws CredentialException {
    List<String[]> found =
        FormFields.named(FormFields.decoded(name), context.uri().getRawQuery()).toList();
    if (found.size() != 1) {
      throw new CredentialException(
          "the query parameter " + name + " must be sent once, but is sent " + found.size() + "x");
    }
    String[] field = found.get(0);
    return field.length == 1 ? "" : encoded(field[1]);
  }

  /** Decodes a name or a value of a query, and encodes it for the signature (§2.2.8). */
  private static String encoded(String raw) {
    return URLEncoder.encode(FormFields.decoded(raw), UTF_8).replace("+", "%20");
  }

  private static String scheme(IssueContext context) {
    return context.uri().getScheme().toLowerCase(Locale.ROOT);
  }

  private static String authority(IssueContext context) {
    String host = context.header("host").orElseThrow().toLowerCase(Locale.ROOT);
    String port = scheme(context).equals("https") ? ":443" : ":80";
    return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
  }
}
