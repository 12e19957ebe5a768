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
 * The response of a token endpoint. If it has no token, its status and error code say why (<a
 * href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 §5.2</a>). Messages show no
 * other text of a response, since it may repeat what was sent. Immutable.
 */
final class TokenAnswer {
  static final Duration LONGEST = Duration.ofDays(3_653);

  /** Errors that the same request would get again. */
  private static final String PERMANENT =
      "invalid_(client|grant|scope|target)|unauthorized_client|unsupported_grant_type";

  private static final Duration PERMANENT_WAIT = Duration.ofMinutes(10);
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  final ResponseHead head;
  private final String endpoint;

  /** Top-level texts and numbers; null if the body is not a JSON object. */
  private final @Nullable Map<String, String> members;

  /**
   * @param endpoint the endpoint's name in messages
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
      // Its message may show the body.
      return null;
    }
  }

  /** Returns a text or a number; null if there is none. */
  @Nullable String text(@Nullable String name) {
    return members == null ? null : members.get(name);
  }

  /** Returns the error code of the response; null if there is none. */
  @Nullable String error() {
    return text("error");
  }

  /**
   * Returns the time until the end in a field: a date, or a number of seconds since some time;
   * empty if there is no plausible one.
   */
  Optional<Duration> until(@Nullable String field, Instant since, Instant now) {
    String text = text(field);
    // Longer numbers, and exponents, could be arbitrarily large.
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

  /** Returns a failure for a response with an error status. */
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
        members == null
            ? "with a body that is not a JSON object"
            : "without " + tokenField + shownError());
  }

  CredentialException because(String what) {
    return new CredentialException(message(" " + what));
  }

  private String message(String what) {
    return endpoint + " answered " + head.status() + what;
  }

  /**
   * Returns the error code if it has only letters and underscores, as all registered ones do;
   * others could be secrets.
   */
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
