package dev.latchkey;

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

  /** Returns their length as JSON if each computed value has a usual length. */
  int expectedLength() {
    return expectedLength;
  }

  /**
   * Appends the claims as JSON.
   *
   * @param key the key that signs the token
   */
  void appendTo(JsonBytes json, long iat, IssueContext context, SigningKey key)
      throws CredentialException {
    int start = json.length();
    members.appendTo(json, context, key);
    json.append(times.json(iat));
    if (json.length() == start) {
      json.append('{');
    } else {
      // In place of the comma.
      json.set(start, '{');
    }
    json.append('}');
  }
}
