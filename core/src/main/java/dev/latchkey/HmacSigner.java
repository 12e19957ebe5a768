package dev.latchkey;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC with SHA-2 (<a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.2">RFC 7518 §3.2</a>)
 * under one key. Thread-safe.
 *
 * <p>Getting and initializing a {@link Mac} for each token makes a short one 50 % slower, so the
 * last one that was used is kept for the next signature; see {@code docs/performance.md}.
 */
final class HmacSigner implements KeySigner {
  private final SecretKeySpec key;
  private final AtomicReference<@Nullable Mac> spare = new AtomicReference<>();

  private HmacSigner(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * Returns the material of a shared secret; the bytes are copied.
   *
   * @throws KeyFault if the secret is empty, or the algorithm is not HMAC
   */
  static KeyMaterial material(SigningAlgorithm algorithm, byte[] secret) {
    if (algorithm.family() != SigningFamily.HMAC) {
      throw new KeyFault(
          algorithm
              + " needs a private key, but this is a shared secret; use HS256, HS384 or HS512");
    }
    if (secret.length == 0) {
      throw new KeyFault("The HMAC secret must not be empty");
    }
    HmacSigner signer = new HmacSigner(new SecretKeySpec(secret, "HmacSHA" + algorithm.hashBits()));
    return KeyMaterial.ofSecret(algorithm, signer, algorithm.signatureLength(), secret.clone());
  }

  /**
   * Returns the UTF-8 form of a secret.
   *
   * @throws IllegalArgumentException if it ends with a line break
   */
  static byte[] bytes(String secret) {
    requireNonNull(
        secret,
        "The HMAC secret must not be null; check that the variable that it"
            + " is read from is set");
    if (secret.endsWith("\n") || secret.endsWith("\r")) {
      throw new KeyFault(
          "The HMAC secret must not end with a line break; strip the text that was read from a"
              + " file");
    }
    return secret.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] sign(byte[] array, int from, int to) {
    Mac taken = spare.getAndSet(null);
    Mac mac = taken == null ? keyed() : taken;
    mac.update(array, from, to - from);
    byte[] code = mac.doFinal();
    // Not after a failure, which may leave half a message in it.
    spare.setRelease(mac);
    return code;
  }

  private Mac keyed() {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      // Every Java platform has it, and it accepts any key that is not empty.
      throw new IllegalStateException(key.getAlgorithm() + " is not available", e);
    }
  }
}
