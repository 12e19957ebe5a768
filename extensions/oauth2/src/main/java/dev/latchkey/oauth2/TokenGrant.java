package dev.latchkey.oauth2;

import dev.latchkey.Credential;
import java.io.IOException;

/** What a token is given for. Safe for use by many threads. */
@FunctionalInterface
interface TokenGrant extends TokenForm.Part {
  /** Gets a token, in one exchange or a few. */
  @FunctionalInterface
  interface Fetch {
    Credential run() throws IOException;
  }

  /** Gets a token, at a time when this grant can be used. */
  default Credential during(Fetch fetch) throws IOException {
    return fetch.run();
  }

  /** Takes what came with a token, before the token is used. */
  default void granted(TokenAnswer answer) throws IOException {}

  /** Returns whether there is another grant than the one that was refused. */
  default boolean isReplaced() throws IOException {
    return false;
  }
}
