package dev.latchkey.benchmarks;

/** A library, ready to sign tokens with one key. */
@FunctionalInterface
interface TokenSigner {
  /**
   * One token, whose claims are these two and nothing else.
   *
   * @param key the {@code key} claim
   * @param exp the {@code exp} claim, in seconds
   */
  String sign(String key, long exp) throws Exception;
}
