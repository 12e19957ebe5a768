package dev.latchkey.signatures;

import dev.latchkey.CredentialException;
import java.util.function.Supplier;

/**
 * The key or credentials of a scheme: constant, or supplied for each request.
 *
 * @param name the name in messages
 */
record Supplied<T>(String name, Supplier<T> supplier, boolean mayBlock) {

  T get() throws CredentialException {
    T value = supplier.get();
    if (value == null) {
      throw new CredentialException("the supplier of " + name + " returned null");
    }
    return value;
  }
}
