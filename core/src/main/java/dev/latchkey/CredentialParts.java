package dev.latchkey;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the schemes of one origin the credentials of the schemes that they are made of. */
interface CredentialParts {

  /** The parts that a scheme asks for during one issue. */
  interface Issue {
    /**
     * Returns the credential of another scheme: the cached one, or a new one.
     *
     * @throws RunElsewhere if the issue needs to wait on a thread that must not wait
     */
    CachedCredential credential(AuthScheme part) throws IOException;

    /** Returns the parts that were requested. */
    List<CredentialPart> used();

    /** Returns whether a part is for this request only. */
    boolean isSingleUse();
  }

  /**
   * Begins an issue.
   *
   * @param replaced the credential that is to be replaced; null if none is
   * @param refusal the server's response to it; null if it is not known
   * @param mayWait whether this thread may wait for a part
   */
  Issue begin(
      RequestHead request,
      @Nullable CachedCredential replaced,
      @Nullable ResponseHead refusal,
      boolean mayWait);

  /** Drops the parts, whose slots end. */
  void forget();
}
