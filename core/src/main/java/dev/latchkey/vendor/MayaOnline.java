package dev.latchkey.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.latchkey.AuthScheme;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MayaOnline's API keys: {@code Authorization: Basic} with the key's {@code publicValue} and {@code
 * secretValue}. See "Generating an API Access Key" in its documentation. A new key is {@code
 * creating} for a moment, and is refused until it is {@code active}.
 */
public final class MayaOnline {
  private MayaOnline() {}

  /**
   * Returns a scheme for the two values of a key.
   *
   * @throws IllegalArgumentException if a value is empty or has a line break, or the public value
   *     has a colon; the message shows neither
   */
  public static AuthScheme apiKey(String publicValue, String secretValue) {
    if (Keys.checkSet("The secretValue", secretValue).isEmpty()) {
      throw new IllegalArgumentException("The secretValue must not be empty");
    }
    return AuthScheme.basic(Keys.checkSet("The publicValue", publicValue), secretValue);
  }

  /**
   * Returns a scheme for the key in the JSON response that created it.
   *
   * @throws IllegalArgumentException if it is not such JSON. The server sends {@code secretValue}
   *     only in the response that creates the key, so the JSON of a key that is read later cannot
   *     be used. The message names the field and shows no values.
   */
  public static AuthScheme apiKey(String createResponseJson) {
    Map<String, @Nullable String> fields =
        topLevel(Keys.checkSet("The API key JSON", createResponseJson));
    return apiKey(
        field(fields, "publicValue", "pass the response that created the key"),
        field(
            fields,
            "secretValue",
            "the server sends it only in the response that creates the key; create a new key"));
  }

  private static String field(Map<String, @Nullable String> fields, String name, String hint) {
    String value = fields.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "The API key JSON must have a " + name + ", but has none: " + hint);
    }
    return value;
  }

  private static Map<String, @Nullable String> topLevel(String json) {
    Map<String, @Nullable String> fields = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("The API key JSON must be an object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
        fields.put(name, text ? parser.getText() : null);
        parser.skipChildren();
      }
      return fields;
    } catch (IOException e) {
      // The parser's message quotes what it read.
      throw new IllegalArgumentException("The API key JSON must be valid JSON");
    }
  }
}
