package dev.latchkey.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.latchkey.CredentialException;
import dev.latchkey.IssueContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields and headers of one request for a token, while it is made. */
final class TokenForm {
  /** Adds what a setting asks for. */
  @FunctionalInterface
  interface Part {
    void addTo(TokenForm form) throws IOException;
  }

  /** Tells the key or the secret of a moment. */
  @FunctionalInterface
  interface Source<T> {
    T get() throws IOException;
  }

  /** Of the call that needs the token. */
  final IssueContext caller;

  /** Of this request, dated by the endpoint's clock. */
  final IssueContext endpoint;

  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<BooleanSupplier> changes = new ArrayList<>();

  /** Whether there is something in it that a clock which is wrong would spoil. */
  boolean dated;

  TokenForm(IssueContext caller, IssueContext endpoint) {
    this.caller = caller;
    this.endpoint = endpoint;
  }

  void field(String name, Object value) throws CredentialException {
    set("field ", fields, name, value);
  }

  void headers(Map<String, String> more) throws CredentialException {
    for (Map.Entry<String, String> header : more.entrySet()) {
      set("header ", headers, header.getKey(), header.getValue());
    }
  }

  private static <T> void set(String what, Map<String, T> map, String name, @Nullable T value)
      throws CredentialException {
    if (value == null) {
      throw new CredentialException("The " + what + name + " of the token request is null");
    }
    if (map.putIfAbsent(name, value) != null) {
      throw new CredentialException("The " + what + name + " of the token request is set twice");
    }
  }

  /** Returns what a source gives, and remembers it to tell later whether it has changed. */
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
  BooleanSupplier changed() {
    List<BooleanSupplier> all = List.copyOf(changes);
    return () -> all.stream().anyMatch(BooleanSupplier::getAsBoolean);
  }

  /** Returns the body, and sets its type unless that is set. */
  byte[] encode(boolean json) throws IOException {
    if (fields.isEmpty()) {
      return new byte[0];
    }
    headers.putIfAbsent(
        "Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
    return json ? json() : form().getBytes(UTF_8);
  }

  private String form() {
    return fields.entrySet().stream()
        .flatMap(
            field ->
                (field.getValue() instanceof Collection<?> all ? all : List.of(field.getValue()))
                    .stream().map(value -> encode(field.getKey()) + "=" + encode(value)))
        .collect(Collectors.joining("&"));
  }

  private static String encode(Object text) {
    return URLEncoder.encode(text.toString(), UTF_8);
  }

  private byte[] json() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      write(json, fields);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        json.writeFieldName(String.valueOf(member.getKey()));
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      json.writeObject(value);
    } else {
      json.writeString(value.toString());
    }
  }
}
