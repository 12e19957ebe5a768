package dev.latchkey;

import java.security.SecureRandom;
import java.util.Arrays;

/** Returns the bytes of a seed in place of random bytes. */
final class Ed25519Seed extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient byte[] seed;

  Ed25519Seed(byte[] seed) {
    this.seed = seed;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    System.arraycopy(Arrays.copyOf(seed, bytes.length), 0, bytes, 0, bytes.length);
  }
}
