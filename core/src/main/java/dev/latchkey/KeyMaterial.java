package dev.latchkey;

import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SigningKey} signs with. Immutable; equal if it is the same key. No record: those
 * print what they hold.
 */
final class KeyMaterial {
  final KeySigner signer;

  /** The number of bytes that a signature has; 0 if not known. */
  final int signatureLength;

  /** Whether signing may block, as where the key is in another device. */
  final boolean isBlocking;

  final @Nullable PrivateKey privateKey;
  final @Nullable PublicKey publicKey;

  /** Whether {@link #identity} is the secret of HMAC. */
  private final boolean isSecret;

  /** Tells two keys apart: bytes, or an object that is only equal to itself. */
  private final Object identity;

  private KeyMaterial(
      KeySigner signer,
      int signatureLength,
      boolean isBlocking,
      @Nullable PrivateKey privateKey,
      @Nullable PublicKey publicKey,
      Object identity,
      boolean isSecret) {
    this.signer = signer;
    this.signatureLength = signatureLength;
    this.isBlocking = isBlocking;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.identity = identity;
    this.isSecret = isSecret;
  }

  static KeyMaterial ofSecret(KeySigner signer, int signatureLength, byte[] secret) {
    return new KeyMaterial(signer, signatureLength, false, null, null, secret, true);
  }

  /**
   * @param publicKey null if it cannot be derived
   * @param identity what tells the key from others
   */
  static KeyMaterial ofPrivateKey(
      KeySigner signer,
      int signatureLength,
      PrivateKey key,
      @Nullable PublicKey publicKey,
      byte[] identity) {
    return new KeyMaterial(signer, signatureLength, false, key, publicKey, identity, false);
  }

  /** Returns the secret of HMAC, which must not be changed; null if the key is another one. */
  byte @Nullable [] secret() {
    return isSecret && identity instanceof byte[] secret ? secret : null;
  }

  /** Returns what signs with a key that only its provider can use, and is equal to itself only. */
  static KeyMaterial ofHiddenKey(KeySigner signer, int signatureLength, PrivateKey key) {
    return new KeyMaterial(signer, signatureLength, true, key, null, key, false);
  }

  /**
   * Returns what signs elsewhere.
   *
   * @param identity what is equal to itself only
   */
  static KeyMaterial ofRemoteKey(KeySigner signer, int signatureLength, Object identity) {
    return new KeyMaterial(signer, signatureLength, true, null, null, identity, false);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof KeyMaterial that)) {
      return false;
    }
    if (identity instanceof byte[] bytes && that.identity instanceof byte[] others) {
      return MessageDigest.isEqual(bytes, others);
    }
    return identity == that.identity;
  }

  /** The same for all, so as to tell nothing of a key. */
  @Override
  public int hashCode() {
    return 0;
  }
}
