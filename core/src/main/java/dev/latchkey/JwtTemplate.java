package dev.latchkey;

import java.util.List;

/**
 * The members of a token's header or claims, in their order. Immutable. Not a record, because
 * records print their values.
 */
final class JwtTemplate {
  private static final int VALUE_LENGTH = 24;

  private final List<JwtMember> computed;
  private final byte[] rest;

  JwtTemplate(List<JwtMember> computed, byte[] rest) {
    this.computed = computed;
    this.rest = rest;
  }

  /** Returns whether no member is computed. */
  boolean isConstant() {
    return computed.isEmpty();
  }

  /** Returns the length of the members if each computed value has a usual length. */
  int expectedLength() {
    int length = rest.length;
    for (JwtMember member : computed) {
      length += member.before.length + VALUE_LENGTH;
    }
    return length;
  }

  /**
   * Appends the members, each after a comma.
   *
   * @param key the key that signs the token
   */
  void appendTo(JsonBytes json, IssueContext context, SigningKey key) throws CredentialException {
    for (JwtMember member : computed) {
      member.appendTo(json, context, key);
    }
    json.append(rest);
  }
}
