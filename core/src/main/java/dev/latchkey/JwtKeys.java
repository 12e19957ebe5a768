package dev.latchkey;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key of a {@link JwtScheme}: a constant that is checked once, or a supplier that is asked for
 * each token. Safe for use by many threads if the supplier is.
 */
final class JwtKeys {
  private final Supplier<SigningKey> supplier;
  private final @Nullable SigningKey constant;
  private final @Nullable SigningAlgorithm algorithm;
  private final boolean keyIdRequired;

  /**
   * @param algorithm the only one that the vendor takes; null if the vendor takes any
   * @throws IllegalArgumentException if a constant key is not what the vendor takes
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

  /** Returns whether neither asking for the key nor signing can block. */
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

  /** Returns the key of this moment, whether the vendor takes it or not. */
  @Nullable SigningKey current() {
    return constant != null ? constant : supplier.get();
  }

  /** Returns what keeps a rotated key from being used, or null. */
  @Nullable String problem() {
    return supplier instanceof KeyFile file ? file.problem().orElse(null) : null;
  }

  /** See {@link BuiltInScheme#refused}. */
  void refused(@Nullable Object key) {
    if (supplier instanceof KeyFile file && key instanceof SigningKey signer) {
      file.refused(signer);
    }
  }

  /** See {@link BuiltInScheme#retried}. */
  boolean retried(@Nullable Object key, boolean accepted) {
    return supplier instanceof KeyFile file
        && key instanceof SigningKey signer
        && file.retried(signer, accepted);
  }

  private @Nullable String fault(@Nullable SigningKey key) {
    if (key == null) {
      return "The supplier of the signing key gave null";
    }
    if (algorithm != null && algorithm != key.algorithm()) {
      return "The key is for " + key.algorithm() + ", and this vendor takes " + algorithm + " only";
    }
    return keyIdRequired && key.keyId().isEmpty()
        ? "The key has no key id, which this vendor requires"
        : null;
  }
}
