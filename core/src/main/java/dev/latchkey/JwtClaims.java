package dev.latchkey;

import java.nio.charset.StandardCharsets;

/** The claims of a scheme's tokens, with their dates. Immutable. */
final class JwtClaims {
  /** The length of the braces, and of {@code iat} and {@code exp} of ten digits each. */
  private static final int FRAME_LENGTH = 36;

  private final JwtTemplate members;
  private final int expectedLength;
  private final JwtTimes times;

  JwtClaims(JwtTemplate members, JwtTimes times) {
    this.members = members;
    this.times = times;
    this.expectedLength = members.expectedLength() + FRAME_LENGTH;
  }

  /** Returns whether only the dates among the claims change. */
  boolean isConstant() {
    return members.isConstant();
  }

  /**
   * Returns the claims as UTF-8 JSON.
   *
   * @param key the key that signs the token
   */
  byte[] json(long iat, IssueContext context, SigningKey key) throws CredentialException {
    StringBuilder json = new StringBuilder(expectedLength);
    members.appendTo(json, context, key);
    times.appendTo(json, iat);
    if (json.isEmpty()) {
      json.append('{');
    } else {
      // In place of the comma.
      json.setCharAt(0, '{');
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
