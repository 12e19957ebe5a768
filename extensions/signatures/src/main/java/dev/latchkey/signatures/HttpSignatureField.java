package dev.latchkey.signatures;

import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.Type;
import org.jspecify.annotations.Nullable;

/** The components that are header fields (RFC 9421 §2.1). */
final class HttpSignatureField {
  private static final Pattern COMPONENT =
      Pattern.compile("\"([a-z0-9!#$%&'*+.^_`|~-]+)\"(|;sf|;bs|;key=\"([a-z*][a-z0-9_.*-]*)\")");

  private HttpSignatureField() {}

  /** Returns the component of an identifier such as {@code "x-list";sf}, or null if it is none. */
  static @Nullable HttpSignatureComponent of(String identifier) {
    Matcher matcher = COMPONENT.matcher(identifier);
    if (!matcher.matches() || identifier.startsWith("\"content-digest\"")) {
      return null;
    }
    String name = matcher.group(1);
    String key = matcher.group(3);
    return switch (matcher.group(2)) {
      case "" -> context -> String.join(", ", values(context, name));
      case ";sf" -> context -> structured(values(context, name), name);
      case ";bs" -> context -> wrapped(values(context, name));
      default -> context -> member(values(context, name), name, key);
    };
  }

  /** Returns bytes as a structured field has them (RFC 8941 §4.1.8). */
  static String bytes(byte[] bytes) {
    return ':' + Base64.getEncoder().encodeToString(bytes) + ':';
  }

  private static List<String> values(IssueContext context, String name) throws CredentialException {
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

  /** Returns a value in its canonical form, whether it is a list (or item) or a dictionary. */
  private static String structured(List<String> values, String name) throws CredentialException {
    Set<String> forms = new HashSet<>();
    List<Function<Parser, Type<?>>> types = List.of(Parser::parseList, Parser::parseDictionary);
    for (Function<Parser, Type<?>> type : types) {
      try {
        forms.add(type.apply(new Parser(values)).serialize());
      } catch (ParseException e) {
        // It is of the other type, then.
      }
    }
    if (forms.size() != 1) {
      throw new CredentialException(
          "the header "
              + name
              + " is no structured field, or one of two types; sign it without sf");
    }
    return forms.iterator().next();
  }

  private static String member(List<String> values, String name, @Nullable String key)
      throws CredentialException {
    try {
      ListElement<?> member = new Parser(values).parseDictionary().get().get(key);
      if (member != null) {
        return member.serialize();
      }
    } catch (ParseException e) {
      // It has no members, then.
    }
    throw new CredentialException(
        "the header " + name + " does not have the member " + key + ", which is signed");
  }
}
