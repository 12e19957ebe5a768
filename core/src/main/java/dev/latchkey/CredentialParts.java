package dev.latchkey;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the schemes of one origin get the credentials of others that they are made of. */
interface CredentialParts {

  /** The parts that a scheme asks for during one issue. */
  interface Issue {
    /**
     * Returns the credential of another scheme: the one that is held, or a new one.
     *
     * @throws RunElsewhere if the issue would have to wait where it must not
     */
    CachedCredential credential(AuthScheme part) throws IOException;

    /** Returns those that were asked for. */
    List<CredentialPart> used();

    /** Whether one of them is for this request only. */
    boolean isSingleUse();
  }

  /**
   * Begins an issue.
   *
   * @param replaced the credential that is to be replaced; null if none is
   * @param refusal what the server answered to it; null if it is not known
   * @param mayWait whether the thread may wait for a part
   */
  Issue begin(
      RequestHead request,
      @Nullable CachedCredential replaced,
      @Nullable ResponseHead refusal,
      boolean mayWait);

  /** Drops the parts, whose slots end. */
  void forget();
}
