package dev.latchkey;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A computed member of a token's header or claims. Not a record, because records print their
 * values.
 */
final class JwtMember {
  /**
   * The JSON before the value: constant members and the name, each after a comma. The first comma
   * of an object is replaced by its brace.
   */
  final byte[] before;

  /** The length of the name's part, which is omitted if there is no value. */
  private final int nameLength;

  private final String name;

  private final TokenFunction value;

  /**
   * @param nameLength the length of the name's part of {@code before}
   * @param name the member's name, for messages
   */
  JwtMember(byte[] before, int nameLength, String name, TokenFunction value) {
    this.before = before;
    this.nameLength = nameLength;
    this.name = name;
    this.value = value;
  }

  void appendTo(JsonBytes json, IssueContext context, SigningKey key) throws CredentialException {
    json.append(before);
    Object computed = value(context, key);
    if (computed == null) {
      json.drop(nameLength);
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
