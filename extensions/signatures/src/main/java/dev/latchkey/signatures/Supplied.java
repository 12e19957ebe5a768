package dev.latchkey.signatures;

import dev.latchkey.CredentialException;
import java.util.function.Supplier;

/**
 * What a scheme signs with: always the same, or asked for at each request.
 *
 * @param name that a failure tells
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
