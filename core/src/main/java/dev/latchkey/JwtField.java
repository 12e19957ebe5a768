package dev.latchkey;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The request header that a token is sent in. */
final class JwtField {
  final String name;

  /** The text before the token. */
  final String before;

  private final @Nullable UnaryOperator<String> format;

  private JwtField(String name, String before, @Nullable UnaryOperator<String> format) {
    this.name = name;
    this.before = before;
    this.format = format;
  }

  static JwtField bearer() {
    return new JwtField("Authorization", "Bearer ", null);
  }

  /**
   * @param format returns the header's value for a token; null for the bare token
   * @throws IllegalArgumentException if the name is not a valid header name, or belongs to the HTTP
   *     client
   */
  static JwtField of(String name, @Nullable UnaryOperator<String> format) {
    return new JwtField(HeaderFields.checkName(name), "", format);
  }

  /**
   * Returns the credential of a token.
   *
   * @param value the token, after {@link #before}
   */
  Credential credential(String value, @Nullable Instant end, CredentialReuse reuse, SigningKey key)
      throws CredentialException {
    // Base64url and dots after a constant text need no check.
    String checked = format == null ? value : formatted(format, value);
    return Credential.ofChecked(name, checked, end, reuse, key);
  }

  private String formatted(UnaryOperator<String> format, String token) throws CredentialException {
    String value = format.apply(token);
    if (value == null) {
      throw new CredentialException("the format of header " + name + " returned null");
    }
    try {
      return HeaderFields.checkValue(name, value);
    } catch (IllegalArgumentException e) {
      // Its message shows no value.
      throw new CredentialException(String.valueOf(e.getMessage()), e);
    }
  }
}
