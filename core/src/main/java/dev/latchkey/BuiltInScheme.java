package dev.latchkey;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scheme of this library, which provides the keyring more than a user's lambda can. */
abstract class BuiltInScheme implements AuthScheme {

  /** Returns whether issuing only computes, so that it may be done on the thread of a call. */
  abstract boolean isImmediate();

  /**
   * Returns the key that signs at this moment: equal to {@link Credential#madeWith()} unless a key
   * was rotated since. Null if no key of this scheme can change.
   */
  abstract @Nullable Object currentKey() throws IOException;

  /**
   * Called when a server refused a credential that was made with {@code key}, before another one is
   * issued in its place. A scheme that has several keys may then use another one. Must not block.
   *
   * @param key the {@link Credential#madeWith()} of the refused credential
   */
  void refused(@Nullable Object key) {}

  /**
   * Called when a server accepted, or refused, the credential that replaced a refused one. Must not
   * block.
   *
   * @param key the {@link Credential#madeWith()} of the replacement
   * @return whether another key replaces this one, because it was on trial and refused
   */
  boolean retried(@Nullable Object key, boolean accepted) {
    return false;
  }

  /** Returns why a rotated key cannot be used; null if there is no problem. */
  @Nullable String keyProblem() {
    return null;
  }

  /**
   * Returns whether the scheme reads more of a response than its status. If not, most responses
   * need no {@link ResponseHead}.
   */
  boolean readsResponses() {
    return false;
  }

  static boolean readsResponses(AuthScheme scheme) {
    return !(scheme instanceof BuiltInScheme builtIn) || builtIn.readsResponses();
  }

  /** Passes a response to a scheme, and ignores whatever the scheme throws. */
  static void observe(AuthScheme scheme, ResponseHead response) {
    try {
      scheme.observe(response);
    } catch (Throwable e) {
      // Then it learns nothing, and the caller still gets the response.
    }
  }

  @Override
  public final boolean mayBlock() {
    return !isImmediate();
  }

  /** Returns the names of the headers that only the scheme reads and that are never sent. */
  Set<String> consumedHeaders() {
    return Set.of();
  }

  static Set<String> consumedHeaders(AuthScheme scheme) {
    return scheme instanceof BuiltInScheme builtIn ? builtIn.consumedHeaders() : Set.of();
  }

  /** Returns the names of the query parameters that the credentials have. */
  Set<String> queryNames() {
    return Set.of();
  }

  static Set<String> queryNames(AuthScheme scheme) {
    return scheme instanceof BuiltInScheme builtIn ? builtIn.queryNames() : Set.of();
  }

  static @Nullable String keyProblem(AuthScheme scheme) {
    return scheme instanceof BuiltInScheme builtIn ? builtIn.keyProblem() : null;
  }

  static @Nullable Object currentKey(AuthScheme scheme) throws IOException {
    return scheme instanceof BuiltInScheme computed ? computed.currentKey() : null;
  }

  static void refused(AuthScheme scheme, @Nullable Object key) {
    if (scheme instanceof BuiltInScheme computed) {
      computed.refused(key);
    }
  }

  static boolean retried(AuthScheme scheme, @Nullable Object key, boolean accepted) {
    return scheme instanceof BuiltInScheme computed && computed.retried(key, accepted);
  }
}
