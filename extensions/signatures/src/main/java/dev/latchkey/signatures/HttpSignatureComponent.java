package dev.latchkey.signatures;

import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A component of requests that signatures cover (RFC 9421 §2). */
@FunctionalInterface
interface HttpSignatureComponent {

  /**
   * Returns the value that a request has.
   *
   * @throws CredentialException if it has none
   */
  String value(IssueContext context) throws IOException;

  /**
   * Returns components that are named such as {@code x-list;sf}, by their identifiers.
   *
   * @throws IllegalArgumentException if requests have no such component, or one is named twice
   */
  static Map<String, HttpSignatureComponent> named(String... names) {
    Map<String, HttpSignatureComponent> components = new LinkedHashMap<>();
    for (String name : names) {
      int end = (name + ";").indexOf(';');
      String field = name.substring(0, end).toLowerCase(Locale.ROOT);
      String identifier = '"' + field + '"' + name.substring(end);
      if (components.put(identifier, of(identifier)) != null) {
        throw new IllegalArgumentException(identifier + " is named twice; name it once");
      }
    }
    return components;
  }

  private static HttpSignatureComponent of(String identifier) {
    HttpSignatureComponent component =
        switch (identifier) {
          case "\"@method\"" -> IssueContext::method;
          case "\"@target-uri\"" ->
              context -> scheme(context) + "://" + authority(context) + target(context);
          case "\"@authority\"" -> HttpSignatureComponent::authority;
          case "\"@scheme\"" -> HttpSignatureComponent::scheme;
          case "\"@request-target\"" -> HttpSignatureComponent::target;
          case "\"@path\"" -> IssueContext::path;
          case "\"@query\"" -> HttpSignatureComponent::query;
          case "\"content-digest\"" -> digest("SHA-256");
          default ->
              identifier.startsWith("\"@")
                  ? HttpSignatureQuery.of(identifier)
                  : HttpSignatureField.of(identifier);
        };
    if (component == null) {
      throw new IllegalArgumentException(
          "components must be such as @method, @query-param;name=\"a%20b\", date, x-list;sf,"
              + " x-map;key=\"a\" or x-any;bs (see RFC 9421 §2), but was "
              + identifier);
    }
    return component;
  }

  /** Returns the digest of what is sent, which may be nothing (RFC 9530 §2). */
  static HttpSignatureComponent digest(String algorithm) {
    String start = algorithm.toLowerCase(Locale.ROOT) + "=";
    return context -> start + HttpSignatureField.bytes(context.bodyDigest(algorithm));
  }

  private static String scheme(IssueContext context) {
    return context.uri().getScheme().toLowerCase(Locale.ROOT);
  }

  private static String authority(IssueContext context) {
    String host = context.header("host").orElseThrow().toLowerCase(Locale.ROOT);
    String port = scheme(context).equals("https") ? ":443" : ":80";
    return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
  }

  private static String query(IssueContext context) {
    String query = context.uri().getRawQuery();
    return query == null ? "?" : "?" + query;
  }

  private static String target(IssueContext context) {
    return context.path() + (context.uri().getRawQuery() == null ? "" : query(context));
  }
}
