package dev.latchkey;

import java.io.IOException;

/** Signs with one key. Safe for use by many threads. */
interface KeySigner {

  /**
   * Returns the signature of the bytes in {@code array} from {@code from} to before {@code to}, in
   * the form of RFC 7518.
   *
   * @throws IOException if the key is elsewhere and does not sign now
   */
  byte[] sign(byte[] array, int from, int to) throws IOException;
}
