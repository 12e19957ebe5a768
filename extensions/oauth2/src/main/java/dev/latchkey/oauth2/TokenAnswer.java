package dev.latchkey.oauth2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a token endpoint's answer, as far as it is a JSON object. Immutable. */
final class TokenAnswer {
  static final Duration LONGEST = Duration.ofDays(3_653);
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Texts and numbers at the top; null if the body is no JSON object. */
  private final @Nullable Map<String, String> members;

  private TokenAnswer(@Nullable Map<String, String> members) {
    this.members = members;
  }

  static TokenAnswer of(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      return new TokenAnswer(members(json));
    } catch (IOException e) {
      // Its message may repeat the body.
      return new TokenAnswer(null);
    }
  }

  private static @Nullable Map<String, String> members(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return null;
    }
    Map<String, String> members = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
        members.put(name, json.getText());
      }
      json.skipChildren();
    }
    return json.nextToken() == null ? members : null;
  }

  boolean isJson() {
    return members != null;
  }

  @Nullable String text(String name) {
    return members == null ? null : members.get(name);
  }

  /** Returns a time from now, told in seconds; null if there is none that makes sense. */
  @Nullable Duration seconds(String name) {
    BigDecimal seconds = number(text(name));
    return seconds == null ? null : sensible(Duration.ofSeconds(seconds.longValue()));
  }

  /**
   * Returns the time until a date or a second since 1970; null if there is none that makes sense.
   */
  @Nullable Duration until(String name, Instant now) {
    String text = text(name);
    BigDecimal seconds = number(text);
    try {
      if (seconds != null) {
        return sensible(Duration.between(now, Instant.ofEpochSecond(seconds.longValue())));
      }
      return text == null
          ? null
          : sensible(Duration.between(now, OffsetDateTime.parse(text).toInstant()));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable BigDecimal number(@Nullable String text) {
    // Longer ones, and exponents, could be of any size when they are written out.
    return text != null && text.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")
        ? new BigDecimal(text)
        : null;
  }

  private static @Nullable Duration sensible(Duration time) {
    return time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0 ? null : time;
  }
}
