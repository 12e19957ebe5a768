package dev.latchkey.oauth2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.latchkey.CredentialException;
import dev.latchkey.ResponseHead;
import dev.latchkey.TransportResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answered. Where it has no token, it tells why by its status and its error
 * code (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 §5.2</a>). No other
 * text of an answer is repeated, since it may repeat what was sent. Immutable.
 */
final class TokenAnswer {
  static final Duration LONGEST = Duration.ofDays(3_653);

  /** Errors that the same request would meet again. */
  private static final String PERMANENT =
      "invalid_(client|grant|scope|target)|unauthorized_client|unsupported_grant_type";

  private static final Duration PERMANENT_WAIT = Duration.ofMinutes(10);
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  final ResponseHead head;
  private final String endpoint;

  /** Texts and numbers at the top; null if the body is no JSON object. */
  private final @Nullable Map<String, String> members;

  /**
   * @param endpoint what to call it
   */
  TokenAnswer(String endpoint, TransportResponse response) {
    this.endpoint = endpoint;
    this.head = response.head();
    this.members = members(response.body());
  }

  private static @Nullable Map<String, String> members(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
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
    } catch (IOException e) {
      // Its message may repeat the body.
      return null;
    }
  }

  /** Returns a text or a number; null if there is none. */
  @Nullable String text(@Nullable String name) {
    return members == null ? null : members.get(name);
  }

  /** Returns the error code as it was answered; null if there is none. */
  @Nullable String error() {
    return text("error");
  }

  /**
   * Returns the time until what a field tells: a date, or a number of seconds since some time;
   * empty if there is none that makes sense.
   */
  Optional<Duration> until(@Nullable String field, Instant since, Instant now) {
    String text = text(field);
    // Longer numbers, and exponents, could be of any size.
    boolean seconds = text != null && text.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
    try {
      return Optional.ofNullable(text)
          .map(t -> seconds ? since.plusSeconds(new BigDecimal(t).longValue()) : Instant.parse(t))
          .map(end -> Duration.between(now, end))
          .filter(time -> time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns a failure for an answer of an error status. */
  CredentialException failure(BooleanSupplier changed, Instant now) {
    if (head.status() / 100 == 3) {
      return because("with a redirect, which is not followed; make its target the endpoint");
    }
    String message = message(shownError());
    Optional<Duration> wait = retryAfter(now);
    String error = error();
    if (head.status() / 100 == 4 && error != null && error.matches(PERMANENT)) {
      return CredentialException.retryAfter(message, wait.orElse(PERMANENT_WAIT), changed);
    }
    return wait.map(time -> CredentialException.retryAfter(message, time))
        .orElseGet(() -> new CredentialException(message));
  }

  CredentialException without(String tokenField) {
    return because(
        members == null ? "with what is no JSON object" : "without " + tokenField + shownError());
  }

  CredentialException because(String what) {
    return new CredentialException(message(" " + what));
  }

  private String message(String what) {
    return endpoint + " answered " + head.status() + what;
  }

  /** Only letters and underscores, as all that are registered have, and fewer secrets. */
  private String shownError() {
    String error = error();
    if (error == null) {
      return "";
    }
    return error.matches("[A-Za-z_]{1,40}") ? " " + error : " and an error code that is none";
  }

  private Optional<Duration> retryAfter(Instant now) {
    String value = head.header("Retry-After").orElse("").strip();
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(date.isBefore(now) ? Duration.ZERO : Duration.between(now, date));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
