package dev.latchkey;

import org.jspecify.annotations.Nullable;

/** A scheme that signs with a key, which may rotate. */
abstract class KeyedScheme extends BuiltInScheme {
  final JwtKeys keys;

  KeyedScheme(JwtKeys keys) {
    this.keys = keys;
  }

  /**
   * Returns the current signing key, to find out whether it has changed since a token was refused.
   * May block if the key comes from a supplier.
   *
   * @throws CredentialException if no key is available now
   */
  public final SigningKey key() throws CredentialException {
    return keys.forToken();
  }

  @Override
  boolean isImmediate() {
    return keys.isImmediate();
  }

  @Override
  @Nullable Object currentKey() {
    return keys.current();
  }

  @Override
  @Nullable String keyProblem() {
    return keys.problem();
  }

  @Override
  void refused(@Nullable Object key) {
    keys.refused(key);
  }

  @Override
  boolean retried(@Nullable Object key, boolean accepted) {
    return keys.retried(key, accepted);
  }
}
