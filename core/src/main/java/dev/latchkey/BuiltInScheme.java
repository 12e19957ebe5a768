package dev.latchkey;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scheme of this library, of which the keyring knows more than of a user's lambda. */
abstract class BuiltInScheme implements AuthScheme {

  /** Whether issuing only computes, so that it may be done on the thread of a call. */
  abstract boolean isImmediate();

  /**
   * What a credential is made with at this moment: equal to {@link Credential#madeWith()} unless a
   * key was rotated since. Null if no key of this scheme can change.
   */
  abstract @Nullable Object currentKey() throws IOException;

  /**
   * Tells that a server refused a credential that was made with {@code key}, and that another one
   * is issued next in its place. A scheme that has several keys may then use another one. Must not
   * block.
   *
   * @param key the {@link Credential#madeWith()} of the refused credential
   */
  void refused(@Nullable Object key) {}

  /**
   * Tells whether a server accepted the credential that replaced a refused one. Must not block.
   *
   * @param key the {@link Credential#madeWith()} of the replacement
   * @return whether another key takes the place of this one, because it was on trial and refused
   */
  boolean retried(@Nullable Object key, boolean accepted) {
    return false;
  }

  /** Returns what keeps a rotated key from being used; null if nothing does. */
  @Nullable String keyProblem() {
    return null;
  }

  /**
   * Whether more of a response than its status matters to the scheme. Most responses need no {@link
   * ResponseHead} then.
   */
  boolean readsResponses() {
    return false;
  }

  static boolean readsResponses(AuthScheme scheme) {
    return !(scheme instanceof BuiltInScheme builtIn) || builtIn.readsResponses();
  }

  /** Tells a scheme of a response; whatever the scheme throws is its own affair. */
  static void observe(AuthScheme scheme, ResponseHead response) {
    try {
      scheme.observe(response);
    } catch (Throwable e) {
      // Then it learns nothing, and the response is the caller's all the same.
    }
  }

  @Override
  public final boolean mayBlock() {
    return !isImmediate();
  }

  /** Returns the names of the headers that the scheme reads and nobody is sent. */
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
