package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a token's header or claims as they are set: constant members, rendered to JSON at
 * once, and members that are computed for each token.
 */
final class JwtMembers {
  private final String what;
  private final Set<String> reserved;
  private final String reservedBy;
  private final Map<String, Object> members;

  /**
   * @param what the kind of member in messages, such as "Claim"
   * @param reserved the members that only the library sets
   * @param reservedBy what sets them, for messages
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
   * Sets a constant member.
   *
   * @throws IllegalArgumentException if the value has no JSON form, or the member is reserved or
   *     set already
   */
  void set(String name, Object value) {
    requireNonNull(value, () -> what + " " + name);
    JsonBytes json = new JsonBytes(32);
    try {
      JwtJson.write(json, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " " + name + " has " + e.getMessage(), e);
    }
    put(name, json.toArray());
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
      throw new IllegalArgumentException(
          what + " " + name + " must not be set here, because it " + reservedBy);
    }
    if (members.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(
          what + " " + name + " must be set only once, but was set twice");
    }
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  JwtMembers copy() {
    return new JwtMembers(what, reserved, reservedBy, members);
  }

  /** Returns the template of a token's members, with the JSON of all constant members joined. */
  JwtTemplate template() {
    List<JwtMember> computed = new ArrayList<>();
    JsonBytes json = new JsonBytes(128);
    members.forEach(
        (name, value) -> {
          int constants = json.length();
          json.append(',');
          json.string(name);
          json.append(':');
          if (value instanceof TokenFunction function) {
            int nameLength = json.length() - constants;
            computed.add(new JwtMember(json.toArray(), nameLength, what + " " + name, function));
            json.drop(json.length());
          } else {
            json.append((byte[]) value);
          }
        });
    return new JwtTemplate(computed, json.toArray());
  }
}
