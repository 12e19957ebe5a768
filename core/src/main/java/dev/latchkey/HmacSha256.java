package dev.latchkey;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC with SHA-256 (<a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.2">RFC 7518
 * §3.2</a>) under one key. Safe for use by many threads.
 *
 * <p>Looking up and keying a {@link Mac} for each token makes a short one 50 % slower, so the last
 * one that was used is kept for the next signature; see {@code docs/performance.md}.
 */
final class HmacSha256 {
  static final int LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final AtomicReference<@Nullable Mac> spare = new AtomicReference<>();

  /**
   * @param key must not be empty; it is copied
   */
  HmacSha256(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Returns the code of the bytes in {@code array} from {@code from} to before {@code to}. */
  byte[] sign(byte[] array, int from, int to) {
    Mac taken = spare.getAndSet(null);
    Mac mac = taken == null ? keyed() : taken;
    mac.update(array, from, to - from);
    byte[] code = mac.doFinal();
    // Not after a failure, which may leave it with half a message.
    spare.setRelease(mac);
    return code;
  }

  private Mac keyed() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      // Every Java platform has it, and it takes any key that is not empty.
      throw new IllegalStateException(ALGORITHM + " is not available", e);
    }
  }
}
