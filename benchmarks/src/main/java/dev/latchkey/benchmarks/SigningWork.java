package dev.latchkey.benchmarks;

/** What every contender has to sign: one claim of the request, and the end of a short life. */
final class SigningWork {
  /** The {@code key} claim. Its length makes a token by HS256 144 characters long. */
  static final String PATH = "/v1/orders/123456789";

  static final long LIFETIME_SECONDS = 15;

  /** The key id, where a key pair signs. */
  static final String KEY_ID = "key-1";

  private SigningWork() {}

  /** The {@code exp} claim of a token that is signed now; each contender reads the clock for it. */
  static long exp() {
    return System.currentTimeMillis() / 1000 + LIFETIME_SECONDS;
  }

  /**
   * Has the contender sign once and the check look at it, again if a second ended in between.
   *
   * @param check throws if the token is not as it has to be
   */
  static void verify(TokenSigner signer, Check check) throws Exception {
    while (true) {
      long before = exp();
      String token = signer.sign(PATH, () -> before);
      if (exp() == before) {
        check.of(token, before);
        return;
      }
    }
  }

  @FunctionalInterface
  interface Check {
    void of(String token, long exp) throws Exception;
  }
}
