package dev.latchkey;

import static java.util.Objects.requireNonNull;

import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens, together with the id under which the vendor knows it, so that the two
 * can only change together. Immutable and safe for use by many threads; {@link #toString()} shows
 * the algorithm and the id only.
 *
 * <p>{@code HS256} and {@code RS256} are those of <a
 * href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">RFC 7518 §3.1</a>.
 */
public final class SigningKey {
  /** The {@code alg} values that a key may have. */
  private static final List<String> ALGORITHMS = List.of("HS256", "RS256");

  private static final int LEAST_RSA_BITS = 2048;
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  /** Signs the bytes of {@code array} in {@code from} to before {@code to}. */
  private interface Signer {
    byte[] sign(byte[] array, int from, int to);
  }

  private final @Nullable String keyId;
  private final String algorithm;
  private final Signer signer;
  private final int signatureLength;
  // Tells two keys apart: the secret of HS256, the modulus of RS256.
  private final byte[] identity;

  private SigningKey(
      @Nullable String keyId,
      String algorithm,
      Signer signer,
      int signatureLength,
      byte[] identity) {
    this.keyId = keyId;
    this.algorithm = algorithm;
    this.signer = signer;
    this.signatureLength = signatureLength;
    this.identity = identity;
  }

  /**
   * Returns an {@code HS256} key whose bytes are the UTF-8 form of a shared secret. Short secrets
   * are taken, because vendors hand them out; RFC 7518 §3.2 asks for 32 bytes.
   *
   * @throws IllegalArgumentException if it is empty or ends with a line break, as text from a file
   *     does
   */
  public static SigningKey hs256(String secret) {
    requireNonNull(secret, "The HMAC secret is null; is the variable that it is read from set?");
    if (secret.endsWith("\n") || secret.endsWith("\r")) {
      throw new IllegalArgumentException(
          "The HMAC secret ends with a line break; strip the text that was read from a file");
    }
    return hs256(secret.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns an {@code HS256} key for a shared secret; the bytes are copied.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static SigningKey hs256(byte[] secret) {
    if (secret.length == 0) {
      throw new IllegalArgumentException("The HMAC secret is empty");
    }
    HmacSha256 hmac = new HmacSha256(secret);
    return new SigningKey(null, "HS256", hmac::sign, HmacSha256.LENGTH, secret.clone());
  }

  /**
   * Returns the private key in a PEM file: PKCS#8 ({@code BEGIN PRIVATE KEY}) or PKCS#1 ({@code
   * BEGIN RSA PRIVATE KEY}). Other blocks in the file, such as certificates, are passed over.
   *
   * @throws IOException if the file cannot be read; the message names the file and the reason
   * @throws IllegalArgumentException if it holds no RSA private key of at least 2048 bits that can
   *     be read without a password and signs, or is larger than 1 MiB; the message says what it
   *     holds instead
   */
  public static SigningKey pem(String keyId, Path file) throws IOException {
    requireNonNull(keyId, "keyId");
    return fromPem("Key file " + file, keyId, KeyFileContent.read(file));
  }

  /**
   * Returns the private key in a PEM file that is named after its key id: {@code <key id>.pem},
   * {@code <key id>.p8} or {@code AuthKey_<key id>.p8}.
   *
   * @throws IOException if the file cannot be read; the message names the file and the reason
   * @throws IllegalArgumentException as {@link #pem(String, Path)}, and if the file has another
   *     name
   */
  public static SigningKey pem(Path file) throws IOException {
    return pem(KeyFileName.keyId(file), file);
  }

  /**
   * Returns the private key in a PEM text. Its line breaks may be written as {@code \n}, as in many
   * environment variables.
   *
   * @throws IllegalArgumentException as {@link #pem(String, Path)}
   */
  public static SigningKey pem(String keyId, String pem) {
    requireNonNull(pem, "The PEM text is null; is the variable that it is read from set?");
    return fromPem("PEM text", keyId, pem);
  }

  /**
   * Returns the private key in a PEM text that is read to its end; the reader is not closed.
   *
   * @throws IOException if the reader fails
   * @throws IllegalArgumentException as {@link #pem(String, Path)}
   */
  public static SigningKey pem(String keyId, Reader pem) throws IOException {
    return pem(keyId, KeyFileContent.read(pem));
  }

  /**
   * Returns an {@code alg} that a key may have.
   *
   * @throws IllegalArgumentException if no key has it
   */
  static String checkAlgorithm(String algorithm) {
    if (!ALGORITHMS.contains(algorithm)) {
      throw new IllegalArgumentException(
          "algorithm must be "
              + String.join(" or ", ALGORITHMS)
              + "; use the alg that the vendor's documentation names");
    }
    return algorithm;
  }

  static SigningKey fromPem(String source, String keyId, String pem) {
    try {
      return rs256(keyId, Pem.rsaPrivateKey(pem));
    } catch (KeyFault e) {
      throw new KeyFault(source + ": " + e.words(), e);
    }
  }

  /**
   * Returns an {@code RS256} key. It signs once here, so that a damaged key is found before it is
   * used.
   *
   * @throws IllegalArgumentException if the key id is blank, or the key is not RSA, shorter than
   *     2048 bits, damaged, or kept in hardware that does not show its modulus
   */
  public static SigningKey rs256(String keyId, PrivateKey key) {
    checkKeyId(requireNonNull(keyId, "keyId"));
    if (!(requireNonNull(key, "key") instanceof RSAPrivateKey rsa)) {
      throw new KeyFault(
          "RS256 needs an RSA private key, and this is a key for " + key.getAlgorithm());
    }
    int bits = rsa.getModulus().bitLength();
    if (bits < LEAST_RSA_BITS) {
      throw new KeyFault(
          "The RSA key has " + bits + " bits, and RS256 needs at least " + LEAST_RSA_BITS);
    }
    RsaProbe.check(rsa);
    Algorithm algorithm = Algorithm.RSA256(null, rsa);
    return new SigningKey(
        keyId,
        "RS256",
        (array, from, to) -> algorithm.sign(Arrays.copyOfRange(array, from, to)),
        (bits + 7) / 8,
        rsa.getModulus().toByteArray());
  }

  /**
   * Returns this key under an id, for vendors who give shared secrets one.
   *
   * @throws IllegalArgumentException if the id is blank
   */
  public SigningKey withKeyId(String keyId) {
    checkKeyId(keyId);
    return new SigningKey(keyId, algorithm, signer, signatureLength, identity);
  }

  private static void checkKeyId(String keyId) {
    if (keyId.isBlank()) {
      throw new KeyFault("The key id is blank; use the one that the vendor shows");
    }
  }

  /** Returns the id under which the vendor knows the key: the {@code kid} of RFC 7515 §4.1.4. */
  public Optional<String> keyId() {
    return Optional.ofNullable(keyId);
  }

  /** Returns the {@code alg} of RFC 7515 §4.1.1: {@code HS256} or {@code RS256}. */
  public String algorithm() {
    return algorithm;
  }

  /**
   * Returns the start of a request header's value that holds a token: the text before the token,
   * then the encoded JOSE header and the first dot.
   */
  static byte[] head(String before, String headerJson) {
    String encoded = BASE64URL.encodeToString(headerJson.getBytes(StandardCharsets.UTF_8));
    return (before + encoded + '.').getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Returns the value of a request header that holds a token in the compact form of RFC 7515.
   *
   * @param head what {@link #head} returned
   * @param start where the token starts in it
   * @param payload the claims, as JSON
   */
  String sign(byte[] head, int start, byte[] payload) {
    byte[] encoded = BASE64URL.encode(payload);
    int end = head.length + encoded.length;
    // Allocated once for all parts: in a short token, copies are much of what is allocated.
    byte[] value = Arrays.copyOf(head, end + 1 + (signatureLength * 4 + 2) / 3);
    System.arraycopy(encoded, 0, value, head.length, encoded.length);
    byte[] signature = BASE64URL.encode(signer.sign(value, start, end));
    value[end] = '.';
    System.arraycopy(signature, 0, value, end + 1, signature.length);
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  /** Returns whether both are the same key under the same id. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof SigningKey that
            && Objects.equals(keyId, that.keyId)
            && algorithm.equals(that.algorithm)
            && MessageDigest.isEqual(identity, that.identity));
  }

  @Override
  public int hashCode() {
    return Objects.hash(keyId, algorithm());
  }

  /** Returns the algorithm and the key id, and nothing of the key. */
  @Override
  public String toString() {
    return "SigningKey[" + algorithm() + (keyId == null ? "" : ", id " + keyId) + "]";
  }
}
