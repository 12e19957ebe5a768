package dev.latchkey;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key of a {@link JwtScheme}: a constant that is checked once, or a supplier that is called for
 * each token. Thread-safe if the supplier is.
 */
final class JwtKeys {
  private final Supplier<SigningKey> supplier;
  private final @Nullable SigningKey constant;
  private final @Nullable SigningAlgorithm algorithm;
  private final boolean keyIdRequired;

  /**
   * @param algorithm the only algorithm that the vendor accepts; null if it accepts any
   * @throws IllegalArgumentException if the vendor does not accept a constant key
   */
  JwtKeys(
      Supplier<SigningKey> supplier,
      boolean constant,
      @Nullable SigningAlgorithm algorithm,
      boolean keyIdRequired) {
    this.supplier = supplier;
    this.constant = constant ? supplier.get() : null;
    this.algorithm = algorithm;
    this.keyIdRequired = keyIdRequired;
    String fault = this.constant == null ? null : fault(this.constant);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** Returns whether neither getting the key nor signing can block. */
  boolean isImmediate() {
    return constant != null && !constant.mayBlock();
  }

  /** Returns the key to sign the next token with. */
  SigningKey forToken() throws CredentialException {
    if (constant != null) {
      return constant;
    }
    SigningKey key = supplier.get();
    String fault = fault(key);
    if (fault != null) {
      throw new CredentialException(fault);
    }
    return key;
  }

  /** Returns the current key, whether or not the vendor accepts it. */
  @Nullable SigningKey current() {
    return constant != null ? constant : supplier.get();
  }

  /** Returns why a rotated key cannot be used, or null. */
  @Nullable String problem() {
    return supplier instanceof KeyFile file ? file.problem().orElse(null) : null;
  }

  /** Called as {@link BuiltInScheme#refused} is. */
  void refused(@Nullable Object key) {
    if (supplier instanceof KeyFile file && key instanceof SigningKey signer) {
      file.refused(signer);
    }
  }

  /** Called as {@link BuiltInScheme#retried} is. */
  boolean retried(@Nullable Object key, boolean accepted) {
    return supplier instanceof KeyFile file
        && key instanceof SigningKey signer
        && file.retried(signer, accepted);
  }

  private @Nullable String fault(@Nullable SigningKey key) {
    if (key == null) {
      return "The supplier of the signing key must not return null";
    }
    if (algorithm != null && algorithm != key.algorithm()) {
      return "The key must be for "
          + algorithm
          + ", because this vendor accepts no other, but was for "
          + key.algorithm();
    }
    return keyIdRequired && key.keyId().isEmpty()
        ? "The key must have a key id, because this vendor requires one"
        : null;
  }
}
