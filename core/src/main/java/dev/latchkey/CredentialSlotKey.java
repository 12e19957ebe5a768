package dev.latchkey;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the slot of a request: requests to one owner share a slot if they agree in everything
 * that its scheme reads. Keeps a digest of what was read, because URLs and headers may be long and
 * may hold secrets. Immutable.
 */
final class CredentialSlotKey {
  /** Keeps attackers from computing requests whose keys have the same hash code. */
  private static final byte[] SALT = new byte[16];

  static {
    new SecureRandom().nextBytes(SALT);
  }

  private final Object owner;
  private final byte[] digest;

  private CredentialSlotKey(Object owner, byte[] digest) {
    this.owner = owner;
    this.digest = digest;
  }

  /**
   * Returns the key of a request.
   *
   * @param owner compared by identity
   * @param vary what the owner's scheme reads of a request
   */
  static CredentialSlotKey of(Object owner, Vary vary, RequestHead request) {
    MessageDigest digest = sha256();
    digest.update(SALT);
    update(digest, vary.method() ? request.method() : null);
    update(digest, vary.uri() ? request.uri().toString() : null);
    update(digest, vary.path() && !vary.uri() ? request.path() : null);
    if (!vary.headers().isEmpty()) {
      for (String name : new TreeSet<>(vary.headers())) {
        update(digest, name);
        update(digest, request.header(name));
      }
    }
    return new CredentialSlotKey(owner, digest.digest());
  }

  Object owner() {
    return owner;
  }

  /**
   * Adds the length and the characters, so that two different pairs of texts give different
   * digests.
   */
  private static void update(MessageDigest digest, @Nullable String text) {
    if (text == null) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(-1).array());
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + text.length() * Character.BYTES);
    bytes.putInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes.putChar(text.charAt(i));
    }
    digest.update(bytes.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof CredentialSlotKey that
            && owner == that.owner
            && Arrays.equals(digest, that.digest));
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(owner) ^ ByteBuffer.wrap(digest).getInt();
  }
}
