package dev.latchkey.oauth2;

import dev.latchkey.CredentialException;
import dev.latchkey.ResponseHead;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells why an answer has no token: by its status and its error code (<a
 * href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 §5.2</a>). No other text of an
 * answer is repeated, since it may repeat what was sent.
 */
final class TokenError {
  /** Those that the same request would meet again. */
  private static final Set<String> PERMANENT =
      Set.of(
          "invalid_client",
          "invalid_grant",
          "invalid_scope",
          "invalid_target",
          "unauthorized_client",
          "unsupported_grant_type");

  private static final Duration PERMANENT_WAIT = Duration.ofMinutes(10);

  private final String endpoint;
  private final ResponseHead head;
  private final TokenAnswer answer;

  /**
   * @param endpoint what to call it
   */
  TokenError(String endpoint, ResponseHead head, TokenAnswer answer) {
    this.endpoint = endpoint;
    this.head = head;
    this.answer = answer;
  }

  /** Returns the code as it was answered; null if there is none. */
  @Nullable String code() {
    return answer.text("error");
  }

  /** Returns a failure for an answer of an error status. */
  CredentialException failure(BooleanSupplier changed, Instant endpointTime) {
    int status = head.status();
    if (status / 100 == 3) {
      return because("with a redirect, which is not followed; make its target the endpoint");
    }
    String code = code();
    String message = message(shown());
    Duration wait = retryAfter(endpointTime);
    if (status / 100 == 4 && code != null && PERMANENT.contains(code)) {
      return CredentialException.retryAfter(message, wait == null ? PERMANENT_WAIT : wait, changed);
    }
    return wait == null
        ? new CredentialException(message)
        : CredentialException.retryAfter(message, wait);
  }

  CredentialException without(String tokenField) {
    return because(
        answer.isJson() ? "without " + tokenField + shown() : "with what is no JSON object");
  }

  CredentialException because(String what) {
    return new CredentialException(message(" " + what));
  }

  private String message(String what) {
    return endpoint + " answered " + head.status() + what;
  }

  /** Only letters and underscores, as all that are registered have, and fewer secrets. */
  private String shown() {
    String code = code();
    if (code == null) {
      return "";
    }
    return code.matches("[A-Za-z_]{1,40}") ? " " + code : " and an error code that is none";
  }

  private @Nullable Duration retryAfter(Instant endpointTime) {
    String value = head.header("Retry-After").orElse("").strip();
    if (value.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      Duration wait = Duration.between(endpointTime, date);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
