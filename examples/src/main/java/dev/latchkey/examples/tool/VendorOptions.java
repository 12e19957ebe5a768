package dev.latchkey.examples.tool;

import dev.latchkey.AuthScheme;
import java.io.IOException;

/** The options of one vendor, and how a scheme is made of them. */
interface VendorOptions {

  /**
   * The scheme.
   *
   * @throws IllegalArgumentException if an option is missing or wrong; the message shows no secret
   * @throws IOException if a key file cannot be read
   */
  AuthScheme scheme(Secrets secrets) throws IOException;
}
