package dev.latchkey;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key of a {@link SigningKey}, without its id. Immutable; equal if key and algorithm are the
 * same. Not a record, because records print their values.
 */
final class KeyMaterial {
  final SigningAlgorithm algorithm;
  final KeySigner signer;

  /** The length of a signature in bytes; 0 if not known. */
  final int signatureLength;

  /** Whether signing may block, for example because the key is in another device. */
  final boolean isBlocking;

  /** Null if the key is a shared secret, or remote. */
  final @Nullable PrivateKey privateKey;

  /** The public half; null if it is not known. */
  final @Nullable PublicKey publicKey;

  /** Whether {@link #identity} is the secret of HMAC. */
  private final boolean isSecret;

  /**
   * The signature of {@link KeyProbe#MESSAGE} from when the key was read; null if none was made.
   */
  private final byte @Nullable [] probe;

  /** Distinguishes keys: bytes, or an object that is only equal to itself. */
  private final Object identity;

  private KeyMaterial(
      SigningAlgorithm algorithm,
      KeySigner signer,
      int signatureLength,
      boolean isBlocking,
      @Nullable PrivateKey privateKey,
      @Nullable PublicKey publicKey,
      byte @Nullable [] probe,
      Object identity,
      boolean isSecret) {
    this.algorithm = algorithm;
    this.signer = signer;
    this.signatureLength = signatureLength;
    this.isBlocking = isBlocking;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.probe = probe;
    this.identity = identity;
    this.isSecret = isSecret;
  }

  static KeyMaterial ofSecret(
      SigningAlgorithm algorithm, KeySigner signer, int signatureLength, byte[] secret) {
    return new KeyMaterial(
        algorithm, signer, signatureLength, false, null, null, null, secret, true);
  }

  /**
   * @param publicKey null if it cannot be derived
   * @param identity distinguishes the key from others
   */
  static KeyMaterial ofPrivateKey(
      SigningAlgorithm algorithm,
      KeySigner signer,
      int signatureLength,
      PrivateKey key,
      @Nullable PublicKey publicKey,
      byte[] identity) {
    return new KeyMaterial(
        algorithm, signer, signatureLength, false, key, publicKey, null, identity, false);
  }

  /** Returns the secret of HMAC, which must not be modified; null for other keys. */
  byte @Nullable [] secret() {
    return isSecret && identity instanceof byte[] secret ? secret : null;
  }

  /**
   * Returns the material of a key that only its provider can use; it is equal only to itself.
   *
   * @param probe the key's signature of {@link KeyProbe#MESSAGE}
   */
  static KeyMaterial ofHiddenKey(
      SigningAlgorithm algorithm, KeySigner signer, byte[] probe, PrivateKey key) {
    return new KeyMaterial(algorithm, signer, probe.length, true, key, null, probe, key, false);
  }

  /**
   * Returns the material of a remote key.
   *
   * @param identity an object that is equal only to itself
   */
  static KeyMaterial ofRemoteKey(
      SigningAlgorithm algorithm, KeySigner signer, int signatureLength, Object identity) {
    return new KeyMaterial(
        algorithm, signer, signatureLength, true, null, null, null, identity, false);
  }

  /** Returns the same key with its public key. */
  KeyMaterial with(PublicKey publicKey) {
    return new KeyMaterial(
        algorithm,
        signer,
        signatureLength,
        isBlocking,
        privateKey,
        publicKey,
        probe,
        identity,
        isSecret);
  }

  /**
   * Returns the key's signature of {@link KeyProbe#MESSAGE}; null if there is none and signing
   * might block.
   *
   * @throws IOException if the key cannot sign
   */
  byte @Nullable [] probe() throws IOException {
    return probe == null && !isBlocking
        ? signer.sign(KeyProbe.MESSAGE, 0, KeyProbe.MESSAGE.length)
        : probe;
  }

  /**
   * Returns the public key.
   *
   * @throws IllegalStateException if it is not known
   */
  PublicKey publicKey() {
    if (publicKey == null) {
      throw new IllegalStateException(
          isSecret
              ? "A shared secret has no public key"
              : "The public key of this key is not known; set it with withPublicKey(…)");
    }
    return publicKey;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof KeyMaterial that) || algorithm != that.algorithm) {
      return false;
    }
    if (identity instanceof byte[] bytes && that.identity instanceof byte[] others) {
      return MessageDigest.isEqual(bytes, others);
    }
    return identity == that.identity && Objects.equals(publicKey, that.publicKey);
  }

  /** Returns a hash of the algorithm only, which reveals nothing of the key. */
  @Override
  public int hashCode() {
    return algorithm.hashCode();
  }
}
