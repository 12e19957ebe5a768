package dev.latchkey.spring;

import dev.latchkey.AuthScheme;

/** The properties of one kind of scheme. */
interface SchemeProperties {

  /**
   * Returns the scheme.
   *
   * @throws LatchkeyPropertyException if a property is missing
   * @throws IllegalArgumentException if the scheme rejects one
   */
  AuthScheme scheme(SchemeBlock block);
}
