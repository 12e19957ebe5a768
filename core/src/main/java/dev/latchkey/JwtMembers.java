package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The header or the claims of a token to be: members that never change, rendered as soon as they
 * are known, and members that are computed for each token.
 */
final class JwtMembers {
  private final String what;
  private final Set<String> reserved;
  private final String reservedBy;
  private final Map<String, Object> members;

  /** Names the part in errors, and the members that are not for the user to set. */
  JwtMembers(String what, Set<String> reserved, String reservedBy) {
    this(what, reserved, reservedBy, Map.of());
  }

  private JwtMembers(String what, Set<String> reserved, String by, Map<String, Object> members) {
    this.what = what;
    this.reserved = reserved;
    this.reservedBy = by;
    this.members = new LinkedHashMap<>(members);
  }

  void set(String name, Object value) {
    requireNonNull(value, () -> what + " " + name);
    StringBuilder json = new StringBuilder();
    try {
      JwtJson.write(json, value);
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

  JwtMembers copy() {
    return new JwtMembers(what, reserved, reservedBy, members);
  }

  /** What is appended for each token, with all that is known beforehand written already. */
  Template template() {
    List<Member> computed = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    members.forEach(
        (name, value) -> {
          if (!text.isEmpty() || !computed.isEmpty()) {
            text.append(',');
          }
          JwtJson.string(text, name);
          text.append(':');
          if (value instanceof Function<?, ?> function) {
            computed.add(new Member(text.toString(), what + " " + name, asComputed(function)));
            text.setLength(0);
          } else {
            text.append(value);
          }
        });
    return new Template(computed, text.toString());
  }

  @SuppressWarnings("unchecked") // put only by compute
  private static Function<IssueContext, ?> asComputed(Function<?, ?> function) {
    return (Function<IssueContext, ?>) function;
  }

  /** A computed member: the text before its value, and its name for errors. */
  private record Member(String before, String name, Function<IssueContext, ?> value) {
    void appendTo(StringBuilder json, IssueContext context) throws CredentialException {
      json.append(before);
      Object computed = value.apply(context);
      try {
        JwtJson.write(json, computed);
      } catch (IllegalArgumentException e) {
        throw new CredentialException(name + " has " + e.getMessage(), e);
      }
    }
  }

  /** The members of a token's header or claims, in their order. Immutable. */
  record Template(List<Member> computed, String rest) {
    private static final int VALUE_LENGTH = 24;

    boolean isConstant() {
      return computed.isEmpty();
    }

    /** How long the members will be, if those that are computed are as long as most. */
    int expectedLength() {
      int length = rest.length();
      for (Member member : computed) {
        length += member.before.length() + VALUE_LENGTH;
      }
      return length;
    }

    /** Appends the members to an object that {@code json} has opened. */
    void appendTo(StringBuilder json, IssueContext context) throws CredentialException {
      for (Member member : computed) {
        member.appendTo(json, context);
      }
      json.append(rest);
    }
  }
}
