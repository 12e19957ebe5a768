package dev.latchkey;

import java.io.IOException;

/** Signs with one key. Thread-safe. */
interface KeySigner {

  /**
   * Returns the signature of the bytes in {@code array} from {@code from} to before {@code to}, in
   * the form of RFC 7518.
   *
   * @throws IOException if a remote key cannot sign now
   */
  byte[] sign(byte[] array, int from, int to) throws IOException;
}
