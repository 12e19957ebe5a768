package dev.latchkey.examples.soak;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** What the calls of the soak are sent to, and what is known of why one came to nothing. */
interface SoakTarget {
  /** A refusal: the epochs in which the check began and ended, and whether all was refused then. */
  record Refusal(int began, int ended, boolean burst) {}

  /** What the issuer of the credentials did since a call began. */
  interface Watch {
    /** Whether it failed, so that a refused call may have got no other credential. */
    boolean issuerFailed();

    /** Whether the keyring does not date by the server's clock yet, since that was just set. */
    default boolean clockIsUnknown() {
      return false;
    }

    /** Whether that is why a call failed. */
    boolean explains(IOException failure);
  }

  URI uri();

  /** A call begins. */
  Watch watch();

  /** What was refused of a call, which is then forgotten. */
  List<Refusal> takeRefusals(String call);
}
