package dev.latchkey.benchmarks;

import java.util.function.LongSupplier;

/** A library, ready to sign tokens with one key. */
@FunctionalInterface
interface TokenSigner {
  /**
   * One token, whose claims are these two and nothing else.
   *
   * @param key the {@code key} claim
   * @param exp gives the {@code exp} claim, in seconds, for one read of the clock; not for those
   *     who reckon it themselves
   */
  String sign(String key, LongSupplier exp) throws Exception;
}
