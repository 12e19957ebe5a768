package dev.latchkey;

import java.io.IOException;

/** A computed member of a token's header or claims. No record: those print what they hold. */
final class JwtMember {
  /** The JSON before the value, which may hold claims that never change. */
  final String before;

  /** The member's name, for errors. */
  private final String name;

  private final TokenFunction value;

  JwtMember(String before, String name, TokenFunction value) {
    this.before = before;
    this.name = name;
    this.value = value;
  }

  void appendTo(StringBuilder json, IssueContext context, SigningKey key)
      throws CredentialException {
    json.append(before);
    Object computed = value(context, key);
    try {
      JwtJson.write(json, computed);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(name + " has " + e.getMessage(), e);
    }
  }

  private Object value(IssueContext context, SigningKey key) throws CredentialException {
    try {
      return value.apply(context, key);
    } catch (CredentialException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialException(name + " could not be computed: " + e.getClass().getName(), e);
    }
  }
}
