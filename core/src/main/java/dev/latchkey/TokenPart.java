package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The header or the claims of a token to be: members that never change, rendered as soon as they
 * are known, and members that are computed for each token.
 */
final class TokenPart {
  private final String what;
  private final Set<String> reserved;
  private final String reservedBy;
  private final Map<String, Object> members;

  /** Names the part in errors, and the members that are not for the user to set. */
  TokenPart(String what, Set<String> reserved, String reservedBy) {
    this(what, reserved, reservedBy, Map.of());
  }

  private TokenPart(String what, Set<String> reserved, String by, Map<String, Object> members) {
    this.what = what;
    this.reserved = reserved;
    this.reservedBy = by;
    this.members = new LinkedHashMap<>(members);
  }

  TokenPart copy() {
    return new TokenPart(what, reserved, reservedBy, members);
  }

  void set(String name, Object value) {
    requireNonNull(value, () -> what + " " + name);
    StringBuilder json = new StringBuilder();
    try {
      Json.write(json, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " " + name + " has " + e.getMessage(), e);
    }
    put(name, json.toString());
  }

  void compute(String name, Function<IssueContext, ?> value) {
    put(name, requireNonNull(value, () -> what + " " + name));
  }

  private void put(String name, Object value) {
    if (reserved.contains(name)) {
      throw new IllegalArgumentException(what + " " + name + " " + reservedBy);
    }
    if (members.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(what + " " + name + " is set twice");
    }
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  boolean isConstant() {
    return members.values().stream().allMatch(String.class::isInstance);
  }

  /** Appends the members to an object that {@code json} has opened. */
  void appendTo(StringBuilder json, IssueContext context) throws CredentialException {
    for (Map.Entry<String, Object> member : members.entrySet()) {
      Json.string(separate(json), member.getKey());
      json.append(':');
      if (member.getValue() instanceof Function<?, ?> function) {
        appendComputed(json, member.getKey(), function, context);
      } else {
        json.append(member.getValue());
      }
    }
  }

  @SuppressWarnings("unchecked") // put only by compute
  private void appendComputed(
      StringBuilder json, String name, Function<?, ?> function, IssueContext context)
      throws CredentialException {
    Object value = ((Function<IssueContext, ?>) function).apply(context);
    try {
      Json.write(json, value);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(what + " " + name + " has " + e.getMessage(), e);
    }
  }

  static StringBuilder separate(StringBuilder json) {
    return json.length() > 1 ? json.append(',') : json;
  }
}
