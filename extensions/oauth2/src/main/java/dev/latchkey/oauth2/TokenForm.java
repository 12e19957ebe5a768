package dev.latchkey.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.latchkey.Credential;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The fields and headers of one token request while it is built. */
final class TokenForm {
  /** Adds the fields and headers of a setting. */
  interface Part {
    void addTo(TokenForm form) throws IOException;
  }

  /** Returns the value of a field. */
  interface Value {
    @Nullable String of(TokenForm form) throws IOException;
  }

  /** Returns a value that may need to be read, signed or fetched. */
  interface Source<T> {
    T get() throws IOException;
  }

  /** The context of the call that needs the token. */
  final IssueContext caller;

  /** The context of this request, dated by the endpoint's clock. */
  final IssueContext endpoint;

  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<BooleanSupplier> changes = new ArrayList<>();

  /** Whether it has something that a wrong clock would invalidate. */
  boolean dated;

  TokenForm(IssueContext caller, IssueContext endpoint) {
    this.caller = caller;
    this.endpoint = endpoint;
  }

  void field(String name, @Nullable Object value) throws CredentialException {
    if (value == null) {
      throw new CredentialException("The field " + name + " of the token request is null");
    }
    fields.put(name, value);
  }

  void headers(Map<String, String> more) throws CredentialException {
    for (String name : more.keySet()) {
      if (headers.putIfAbsent(name, more.getOrDefault(name, "")) != null) {
        throw new CredentialException(
            "The token request's header " + name + " must be set only once, but was set twice");
      }
    }
  }

  /** Returns the token in a credential, without change from its one header. */
  static String token(Credential credential) {
    String value = credential.headers().values().iterator().next();
    return value.substring(value.indexOf(' ') + 1);
  }

  /** Returns the value of a source, and remembers it to find out later whether it has changed. */
  <T> T use(Source<T> source) throws IOException {
    T used = source.get();
    if (used == null) {
      throw new CredentialException("A supplier of the token request gave null");
    }
    changes.add(() -> isChanged(source, used));
    return used;
  }

  private static <T> boolean isChanged(Source<T> source, T used) {
    try {
      T now = source.get();
      return now != null && !now.equals(used);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether a key or secret has another value than the one that was used. */
  boolean isChanged() {
    return changes.stream().anyMatch(BooleanSupplier::getAsBoolean);
  }

  /** Returns the body, and sets the headers for its type and for that of the response. */
  byte[] encode(boolean json) throws IOException {
    headers.putIfAbsent("Accept", "application/json");
    if (fields.isEmpty()) {
      return new byte[0];
    }
    headers.putIfAbsent(
        "Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
    return (json ? json() : form()).getBytes(UTF_8);
  }

  private String form() {
    StringJoiner form = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          for (Object one : value instanceof Collection<?> items ? items : List.of(value)) {
            form.add(
                URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(one.toString(), UTF_8));
          }
        });
    return form.toString();
  }

  private String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        if (field.getValue() instanceof Collection<?> items) {
          json.writeStartArray();
          for (Object item : items) {
            json.writePOJO(item);
          }
          json.writeEndArray();
        } else {
          json.writePOJO(field.getValue());
        }
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
