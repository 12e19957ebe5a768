package dev.latchkey.benchmarks;

/** Somebody who holds a credential, and gives it for a request. */
@FunctionalInterface
interface CachedCredential {
  /**
   * What the contender's own users put on a request.
   *
   * @param turn counts up; where there are several origins, they take turns
   */
  Object get(int turn) throws Exception;
}
