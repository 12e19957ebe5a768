package dev.latchkey;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A scheme of this library, of which the keyring knows more than of a user's lambda. */
abstract class BuiltInScheme implements AuthScheme {

  /** Whether issuing only computes, so that it may be done on the thread of a call. */
  abstract boolean isImmediate();

  /**
   * What a credential is made with at this moment: equal to {@link Credential#madeWith()} unless a
   * key was exchanged since. Null if no key of this scheme can change.
   */
  abstract @Nullable Object currentKey() throws IOException;

  /** What keeps a key that was exchanged from being used; null if nothing. */
  @Nullable String keyProblem() {
    return null;
  }

  static boolean isImmediate(AuthScheme scheme) {
    return scheme instanceof BuiltInScheme computed && computed.isImmediate();
  }

  static @Nullable Object currentKey(AuthScheme scheme) throws IOException {
    return scheme instanceof BuiltInScheme computed ? computed.currentKey() : null;
  }
}
