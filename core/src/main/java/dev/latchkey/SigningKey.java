package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens, together with the id under which the vendor knows it, so that the two
 * can only change together. Immutable and thread-safe. {@link #toString()} shows only the algorithm
 * and the id.
 *
 * <p>The key determines the algorithm: an RSA key signs with {@code RS256} unless {@link
 * #withAlgorithm} sets another one, an EC key with the algorithm of its curve ({@code ES256},
 * {@code ES384} or {@code ES512}), an Ed25519 key with {@code EdDSA}.
 */
public final class SigningKey {
  private final @Nullable String keyId;
  final KeyMaterial material;

  private SigningKey(@Nullable String keyId, KeyMaterial material) {
    this.keyId = keyId;
    this.material = material;
  }

  /**
   * Returns an {@code HS256} key whose bytes are the UTF-8 form of a shared secret. Short secrets
   * are accepted, because vendors issue them; RFC 7518 §3.2 requires 32 bytes.
   *
   * @throws IllegalArgumentException if it is empty or ends with a line break, as text from a file
   *     often does
   */
  public static SigningKey hs256(String secret) {
    return hs256(HmacSigner.bytes(secret));
  }

  /**
   * Returns an {@code HS256} key for a shared secret; the bytes are copied.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static SigningKey hs256(byte[] secret) {
    return hmac(SigningAlgorithm.HS256, secret);
  }

  /**
   * Returns a key for a shared secret; the bytes are copied.
   *
   * @param algorithm {@code HS256}, {@code HS384} or {@code HS512}
   * @throws IllegalArgumentException if the algorithm is another one, or the secret is empty
   */
  public static SigningKey hmac(SigningAlgorithm algorithm, byte[] secret) {
    return new SigningKey(null, HmacSigner.material(algorithm, secret));
  }

  /**
   * Returns the private key in a PEM file: PKCS#8 ({@code BEGIN PRIVATE KEY}), PKCS#1 ({@code BEGIN
   * RSA PRIVATE KEY}) or SEC 1 ({@code BEGIN EC PRIVATE KEY}). Other blocks in the file, such as
   * certificates, are skipped, and an RSA key is preferred to others.
   *
   * @throws IOException if the file cannot be read; the message names the file and the reason
   * @throws IllegalArgumentException if it has no unencrypted private key that can sign: RSA of at
   *     least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519; or if it is larger than 1 MiB.
   *     The message says what it has instead
   */
  public static SigningKey pem(String keyId, Path file) throws IOException {
    return fromPem("Key file " + file, keyId, KeyFileContent.read(file));
  }

  /**
   * Returns the private key in a PEM file that is named after its key id: {@code <key id>.pem},
   * {@code <key id>.p8} or {@code AuthKey_<key id>.p8}.
   *
   * @throws IOException if the file cannot be read; the message names the file and the reason
   * @throws IllegalArgumentException as {@link #pem(String, Path)} does, and if the file has
   *     another name
   */
  public static SigningKey pem(Path file) throws IOException {
    return pem(KeyFileName.keyId(file), file);
  }

  /**
   * Returns the private key in a PEM text. Its line breaks may be written as {@code \n}, as in many
   * environment variables.
   *
   * @throws IllegalArgumentException as {@link #pem(String, Path)} does
   */
  public static SigningKey pem(String keyId, String pem) {
    return fromPem(PemKey.TEXT, keyId, pem);
  }

  /**
   * Returns the private key in a PEM text that is read to its end; the reader is not closed.
   *
   * @throws IOException if the reader fails
   * @throws IllegalArgumentException as {@link #pem(String, Path)} does
   */
  public static SigningKey pem(String keyId, Reader pem) throws IOException {
    return pem(keyId, KeyFileContent.read(pem));
  }

  /**
   * Returns the private key in a PEM text, without a key id.
   *
   * @throws IllegalArgumentException as {@link #pem(String, Path)} does
   */
  public static SigningKey pemText(String pem) {
    return new SigningKey(null, PemKey.material(PemKey.TEXT, pem));
  }

  /**
   * Returns the private key in a PEM file that may be encrypted: {@code BEGIN ENCRYPTED PRIVATE
   * KEY}, by PBES2 with PBKDF2 and AES or Triple DES, as {@code openssl pkcs8 -topk8} writes it. To
   * follow a file that changes, use {@link KeyFile#parsed}.
   *
   * @param passphrase filled with zeros before this returns or throws
   * @throws IOException as {@link #pem(String, Path)} does
   * @throws IllegalArgumentException as {@link #pem(String, Path)} does, and if the passphrase is
   *     empty or wrong, or the key is encrypted in another way
   */
  public static SigningKey pem(String keyId, Path file, char[] passphrase) throws IOException {
    return new SigningKey(keyId, PemKey.decrypted(file, passphrase)).withKeyId(keyId);
  }

  /**
   * Returns the private key in a PEM text that may be encrypted.
   *
   * @param passphrase filled with zeros before this returns or throws
   * @throws IllegalArgumentException as {@link #pem(String, Path, char[])} does
   */
  public static SigningKey pem(String keyId, String pem, char[] passphrase) {
    return new SigningKey(keyId, PemKey.decrypted(PemKey.TEXT, pem, passphrase)).withKeyId(keyId);
  }

  static SigningKey fromPem(String source, String keyId, String pem) {
    return new SigningKey(KeyId.check(keyId), PemKey.material(source, pem));
  }

  /**
   * Returns the private or shared key in a JWK (<a
   * href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517</a>) of type {@code RSA}, {@code EC},
   * {@code OKP} or {@code oct}, with its {@code kid} and {@code alg}. Without {@code alg}, the key
   * determines the algorithm; a shared secret then signs with {@code HS256}.
   *
   * @throws IllegalArgumentException if the text is not such a JWK, its public key does not belong
   *     to the private key, or the key cannot sign; the message shows no values
   */
  public static SigningKey jwk(String json) {
    Jwk jwk = Jwk.of(json);
    SigningKey key = new SigningKey(null, jwk.material());
    return jwk.keyId() == null ? key : key.withKeyId(jwk.keyId());
  }

  /**
   * Returns an {@code RS256} key.
   *
   * @throws IllegalArgumentException as {@link #of} does, and if the key id is blank
   */
  public static SigningKey rs256(String keyId, PrivateKey key) {
    return of(SigningAlgorithm.RS256, key).withKeyId(keyId);
  }

  /**
   * Returns a key without an id for any private key of the Java platform. This signs once, so that
   * a damaged key is found before it is used.
   *
   * <p>A key that only its provider can use, such as one in a PKCS#11 device, is equal only to
   * itself, and signs on the keyring's executor, since the device may be on the network. Its public
   * key is not known: see {@link #withPublicKey}.
   *
   * @throws IllegalArgumentException if the algorithm does not fit the key, or the key is RSA of
   *     less than 2048 bits, EC on another curve than P-256, P-384 and P-521, or cannot sign
   */
  public static SigningKey of(SigningAlgorithm algorithm, PrivateKey key) {
    requireNonNull(key, "key");
    return new SigningKey(null, PrivateKeys.material(algorithm, key));
  }

  /** Signs with a remote key, such as one in a key management service. */
  @FunctionalInterface
  public interface Signer {

    /**
     * Returns the signature of a message. Called on the keyring's executor, by several threads at a
     * time; may block. ECDSA signatures may be in DER or in the form of RFC 7518.
     *
     * @param message the bytes to sign, not their hash
     * @throws IOException if the key cannot sign now; any {@code RuntimeException} has the same
     *     effect. The keyring then tries again later, as after any failure of a scheme
     */
    byte[] sign(byte[] message) throws IOException;
  }

  /**
   * Returns a remote key, such as one in a key management service. It is equal to another key if
   * id, algorithm and signer object are the same. Its public key is not known: see {@link
   * #withPublicKey}.
   *
   * @throws IllegalArgumentException if the key id is blank
   */
  public static SigningKey remote(String keyId, SigningAlgorithm algorithm, Signer signer) {
    requireNonNull(signer, "signer");
    KeySigner copying = (array, from, to) -> signer.sign(Arrays.copyOfRange(array, from, to));
    return new SigningKey(KeyId.check(keyId), RemoteKey.material(algorithm, copying, signer));
  }

  /**
   * Returns an Ed25519 key for a seed, the private key of <a
   * href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1.5">RFC 8032 §5.1.5</a>; the bytes are
   * copied. If a vendor provides 64 bytes, the seed is the first half.
   *
   * @throws IllegalArgumentException if the seed does not have 32 bytes
   */
  public static SigningKey ed25519(byte[] seed) {
    return new SigningKey(null, Ed25519Key.material(Ed25519Key.privateKey(seed)));
  }

  /**
   * Returns this key with another algorithm of its kind of key: {@code RS256} to {@code PS512} for
   * an RSA key, {@code HS256} to {@code HS512} for a shared secret.
   *
   * @throws IllegalArgumentException if the key cannot sign with the algorithm
   */
  public SigningKey withAlgorithm(SigningAlgorithm algorithm) {
    return requireNonNull(algorithm, "algorithm") == algorithm()
        ? this
        : new SigningKey(keyId, PrivateKeys.withAlgorithm(algorithm, material));
  }

  /**
   * Returns this key with another id.
   *
   * @throws IllegalArgumentException if the id is blank
   */
  public SigningKey withKeyId(String keyId) {
    return new SigningKey(KeyId.check(keyId), material);
  }

  /** Returns this key without an id: tokens then have no {@code kid}. */
  public SigningKey withoutKeyId() {
    return keyId == null ? this : new SigningKey(null, material);
  }

  /**
   * Returns this key with its public key, if that is not known: keys in hardware and remote keys do
   * not reveal it. A signature is used to check that the two belong together, except for a {@link
   * #remote} key, because signing may block.
   *
   * @throws IllegalArgumentException if this is a shared secret, or the public key is for another
   *     algorithm or belongs to another key
   */
  public SigningKey withPublicKey(PublicKey publicKey) {
    return new SigningKey(keyId, GivenPublicKey.material(material, publicKey));
  }

  /** Returns the id under which the vendor knows the key: the {@code kid} of RFC 7515 §4.1.4. */
  public Optional<String> keyId() {
    return Optional.ofNullable(keyId);
  }

  /** Returns the {@code alg} of RFC 7515 §4.1.1. */
  public SigningAlgorithm algorithm() {
    return material.algorithm;
  }

  /**
   * Returns the public key.
   *
   * @throws IllegalStateException if it is not known: this is a shared secret, or only its provider
   *     or another system can use the key and {@link #withPublicKey} was not called
   */
  public PublicKey publicKey() {
    return material.publicKey();
  }

  /**
   * Returns the public key as a JWK (RFC 7517) of the required members, such as {@code kty}, {@code
   * crv} and {@code x}, sorted by name.
   *
   * @throws IllegalStateException as {@link #publicKey()} does
   */
  public Map<String, String> publicJwk() {
    return PublicJwk.of(publicKey());
  }

  /**
   * Returns {@code SHA256:} and the base64 form of the SHA-256 hash of the public key's
   * SubjectPublicKeyInfo, in the format of Snowflake.
   *
   * @throws IllegalStateException as {@link #publicKey()} does
   */
  public String fingerprint() {
    return PublicJwk.fingerprint(publicKey());
  }

  /**
   * Returns the JWK thumbprint of <a href="https://www.rfc-editor.org/rfc/rfc7638">RFC 7638</a>:
   * the base64url form of a SHA-256 hash of the public key.
   *
   * @throws IllegalStateException as {@link #publicKey()} does
   */
  public String jwkThumbprint() {
    return PublicJwk.thumbprint(publicJwk());
  }

  /**
   * Returns the signature of a message, in the form of RFC 7518: for ECDSA both numbers at full
   * length, not DER. May block if {@link #mayBlock()} is true.
   *
   * @throws IOException if the key cannot sign now
   */
  public byte[] sign(byte[] message) throws IOException {
    return material.signer.sign(message, 0, message.length);
  }

  /** Returns whether {@link #sign} may block, because another device or system has the key. */
  public boolean mayBlock() {
    return material.isBlocking;
  }

  /** Returns whether the other object is the same key with the same algorithm and id. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof SigningKey that
            && Objects.equals(keyId, that.keyId)
            && material.equals(that.material));
  }

  @Override
  public int hashCode() {
    return Objects.hash(keyId, material);
  }

  /** Returns a text with the algorithm and the key id, but nothing of the key. */
  @Override
  public String toString() {
    return "SigningKey[" + algorithm() + (keyId == null ? "" : ", id " + keyId) + "]";
  }
}
