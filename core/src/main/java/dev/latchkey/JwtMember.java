package dev.latchkey;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A computed member of a token's header or claims. No record: those print what they hold. */
final class JwtMember {
  /**
   * The JSON before the value: members that never change and the name, each behind a comma. The
   * first comma of an object gives way to its brace.
   */
  final String before;

  /** How much of it is left out where there is no value. */
  private final int nameLength;

  private final String name;

  private final TokenFunction value;

  /**
   * @param nameLength how much of {@code before} belongs to the name
   * @param name the member's name, for errors
   */
  JwtMember(String before, int nameLength, String name, TokenFunction value) {
    this.before = before;
    this.nameLength = nameLength;
    this.name = name;
    this.value = value;
  }

  void appendTo(StringBuilder json, IssueContext context, SigningKey key)
      throws CredentialException {
    json.append(before);
    Object computed = value(context, key);
    if (computed == null) {
      json.setLength(json.length() - nameLength);
      return;
    }
    try {
      JwtJson.write(json, computed);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(name + " has " + e.getMessage(), e);
    }
  }

  private @Nullable Object value(IssueContext context, SigningKey key) throws CredentialException {
    try {
      return value.apply(context, key);
    } catch (CredentialException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialException(
          name + " could not be computed: " + e.getClass().getName() + "; see its cause", e);
    }
  }
}
