package dev.latchkey;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SigningKey} signs with. Immutable; equal if key and algorithm are the same. No
 * record: those print what they hold.
 */
final class KeyMaterial {
  final SigningAlgorithm algorithm;
  final KeySigner signer;

  /** The number of bytes that a signature has; 0 if not known. */
  final int signatureLength;

  /** Whether signing may block, as where the key is in another device. */
  final boolean isBlocking;

  /** Null if the key is a secret, or elsewhere. */
  final @Nullable PrivateKey privateKey;

  /** The public half; null if it is not known. */
  final @Nullable PublicKey publicKey;

  /** Whether {@link #identity} is the secret of HMAC. */
  private final boolean isSecret;

  /** What the key made of {@link KeyProbe#MESSAGE} when it was read; null if it was not asked. */
  private final byte @Nullable [] probe;

  /** Tells two keys apart: bytes, or an object that is only equal to itself. */
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
   * @param identity what tells the key from others
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

  /** Returns the secret of HMAC, which must not be changed; null if the key is another one. */
  byte @Nullable [] secret() {
    return isSecret && identity instanceof byte[] secret ? secret : null;
  }

  /**
   * Returns what signs with a key that only its provider can use, and is equal to itself only.
   *
   * @param probe what the key made of {@link KeyProbe#MESSAGE}
   */
  static KeyMaterial ofHiddenKey(
      SigningAlgorithm algorithm, KeySigner signer, byte[] probe, PrivateKey key) {
    return new KeyMaterial(algorithm, signer, probe.length, true, key, null, probe, key, false);
  }

  /**
   * Returns what signs elsewhere.
   *
   * @param identity what is equal to itself only
   */
  static KeyMaterial ofRemoteKey(
      SigningAlgorithm algorithm, KeySigner signer, int signatureLength, Object identity) {
    return new KeyMaterial(
        algorithm, signer, signatureLength, true, null, null, null, identity, false);
  }

  /** Returns the same key, whose public half is known. */
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
   * Returns what the key made of {@link KeyProbe#MESSAGE}; null if it would have to be asked, and
   * might block.
   *
   * @throws IOException if it cannot sign
   */
  byte @Nullable [] probe() throws IOException {
    return probe == null && !isBlocking
        ? signer.sign(KeyProbe.MESSAGE, 0, KeyProbe.MESSAGE.length)
        : probe;
  }

  /**
   * Returns the public half.
   *
   * @throws IllegalStateException if it is not known
   */
  PublicKey publicKey() {
    if (publicKey == null) {
      throw new IllegalStateException(
          isSecret
              ? "A shared secret has no public key"
              : "This key does not tell its public key; set it by withPublicKey(…)");
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

  /** Tells nothing of the key. */
  @Override
  public int hashCode() {
    return algorithm.hashCode();
  }
}
