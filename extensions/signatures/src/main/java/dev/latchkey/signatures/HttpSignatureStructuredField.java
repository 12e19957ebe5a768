package dev.latchkey.signatures;

import dev.latchkey.CredentialException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.Type;

/**
 * The components that are structured fields (RFC 9421 §2.1.1). Only this class uses their library,
 * so that nothing else needs it on the module path.
 */
final class HttpSignatureStructuredField {
  /** An item is read as a list of one. */
  private static final List<Function<Parser, Type<?>>> TYPES =
      List.of(Parser::parseList, Parser::parseDictionary);

  private HttpSignatureStructuredField() {}

  /** Returns a header in its canonical form. */
  static HttpSignatureComponent whole(String name) {
    return context -> {
      List<String> values = HttpSignatureField.values(context, name);
      Set<String> forms = new TreeSet<>();
      for (Function<Parser, Type<?>> type : TYPES) {
        try {
          forms.add(type.apply(new Parser(values)).serialize());
        } catch (ParseException e) {
          // It is of the other type, then.
        }
      }
      if (forms.size() != 1) {
        throw new CredentialException(
            "the header " + name + " is no structured field of one type; sign it without sf");
      }
      return forms.iterator().next();
    };
  }

  /** Returns a member of a header that is a dictionary. */
  static HttpSignatureComponent member(String name, String key) {
    return context -> {
      try {
        Parser parser = new Parser(HttpSignatureField.values(context, name));
        ListElement<?> member = parser.parseDictionary().get().get(key);
        if (member != null) {
          return member.serialize();
        }
      } catch (ParseException e) {
        // It has no members, then.
      }
      throw new CredentialException(
          "the header " + name + " does not have the member " + key + ", which is signed");
    };
  }
}
