package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a token's header or claims while they are set: those that never change, rendered
 * to JSON at once, and those that are computed for each token.
 */
final class JwtMembers {
  private final String what;
  private final Set<String> reserved;
  private final String reservedBy;
  private final Map<String, Object> members;

  /**
   * @param what names the part in errors, such as "Claim"
   * @param reserved the members that only the library sets
   * @param reservedBy what sets them, for errors
   */
  JwtMembers(String what, Set<String> reserved, String reservedBy) {
    this(what, reserved, reservedBy, Map.of());
  }

  private JwtMembers(String what, Set<String> reserved, String by, Map<String, Object> members) {
    this.what = what;
    this.reserved = reserved;
    this.reservedBy = by;
    this.members = new LinkedHashMap<>(members);
  }

  /**
   * Sets a member that never changes.
   *
   * @throws IllegalArgumentException if the value has no JSON form, or the member is reserved or
   *     set already
   */
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

  /**
   * Sets a member that is computed for each token.
   *
   * @throws IllegalArgumentException if the member is reserved or set already
   */
  void compute(String name, TokenFunction value) {
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

  /** Returns what is appended for each token, with the JSON of all constant members joined. */
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
          if (value instanceof TokenFunction function) {
            computed.add(new Member(text.toString(), what + " " + name, function));
            text.setLength(0);
          } else {
            text.append(value);
          }
        });
    return new Template(computed, text.toString());
  }

  /** A computed member. No record: those print what they hold. */
  private static final class Member {
    /** The JSON before the value, which may hold claims that never change. */
    final String before;

    /** The member's name, for errors. */
    private final String name;

    private final TokenFunction value;

    Member(String before, String name, TokenFunction value) {
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
        throw new CredentialException(
            name + " could not be computed: " + e.getClass().getName(), e);
      }
    }
  }

  /**
   * The members of a token's header or claims, in their order. Immutable. No record: those print
   * what they hold.
   */
  static final class Template {
    private static final int VALUE_LENGTH = 24;

    private final List<Member> computed;
    private final String rest;

    private Template(List<Member> computed, String rest) {
      this.computed = computed;
      this.rest = rest;
    }

    /** Returns whether no member is computed. */
    boolean isConstant() {
      return computed.isEmpty();
    }

    /** Returns how long the members will be if each computed value has a usual length. */
    int expectedLength() {
      int length = rest.length();
      for (Member member : computed) {
        length += member.before.length() + VALUE_LENGTH;
      }
      return length;
    }

    /**
     * Appends the members to an object that {@code json} has opened.
     *
     * @param key the key that signs the token
     */
    void appendTo(StringBuilder json, IssueContext context, SigningKey key)
        throws CredentialException {
      for (Member member : computed) {
        member.appendTo(json, context, key);
      }
      json.append(rest);
    }
  }
}
