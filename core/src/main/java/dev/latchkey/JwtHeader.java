package dev.latchkey;

import org.jspecify.annotations.Nullable;

/**
 * The start of a request header's value that holds a token: the constant prefix, then the encoded
 * JOSE header. Encoded once for each key if nothing else in it changes. Thread-safe.
 */
final class JwtHeader {
  private final String before;

  private final JwtTemplate fields;
  private volatile @Nullable Encoded last;

  private JwtHeader(String before, JwtTemplate fields) {
    this.before = before;
    this.fields = fields;
  }

  /**
   * @param before the text before the token
   * @param members the fields besides {@code alg} and {@code kid}
   * @param typed whether to set {@code typ} to JWT if it is not set
   */
  static JwtHeader of(String before, JwtMembers members, boolean typed) {
    JwtMembers fields = members.copy();
    if (typed && !fields.has("typ")) {
      fields.set("typ", "JWT");
    }
    return new JwtHeader(before, fields.template());
  }

  /** Returns the index at which the token starts, after the constant prefix. */
  int start() {
    return before.length();
  }

  /** Returns whether only the key can change it. */
  boolean isConstant() {
    return fields.isConstant();
  }

  /** Returns what {@link JwtCompact#head} returns for tokens that {@code key} signs. */
  byte[] bytes(SigningKey key, IssueContext context) throws CredentialException {
    Encoded known = last;
    if (known != null && known.key.equals(key)) {
      return known.bytes;
    }
    byte[] bytes = JwtCompact.head(before, json(key, context));
    if (isConstant()) {
      last = new Encoded(key, bytes);
    }
    return bytes;
  }

  private JsonBytes json(SigningKey key, IssueContext context) throws CredentialException {
    JsonBytes json = new JsonBytes(128);
    json.append("{\"alg\":");
    json.string(key.algorithm().joseName());
    if (key.keyId().isPresent()) {
      json.append(",\"kid\":");
      json.string(key.keyId().get());
    }
    fields.appendTo(json, context, key);
    json.append('}');
    return json;
  }

  private static final class Encoded {
    final SigningKey key;
    final byte[] bytes;

    Encoded(SigningKey key, byte[] bytes) {
      this.key = key;
      this.bytes = bytes;
    }
  }
}
