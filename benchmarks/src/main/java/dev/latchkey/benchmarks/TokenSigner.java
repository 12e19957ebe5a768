package dev.latchkey.benchmarks;

import java.util.function.LongSupplier;

/** A library, ready to sign tokens with one key. */
@FunctionalInterface
interface TokenSigner {
  /** The {@code key} claim. Its length makes a token by HS256 144 characters long. */
  String PATH = "/v1/orders/123456789";

  /** The key id, where a key pair signs. */
  String KEY_ID = "key-1";

  long LIFETIME_SECONDS = 15;

  /** The {@code exp} claim of a token that is signed now; each contender reads the clock for it. */
  static long exp() {
    return System.currentTimeMillis() / 1000 + LIFETIME_SECONDS;
  }

  /**
   * Returns a token whose claims are {@code key} and {@code exp}, in seconds, and nothing else.
   * Each call reads the clock once; Latchkey computes an {@code exp} of its own.
   */
  String sign(String key, LongSupplier exp) throws Exception;
}
